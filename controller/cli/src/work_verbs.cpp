// SPDX-License-Identifier: Apache-2.0
// tocsin work …
#include <boost/json.hpp>
#include <filesystem>
#include <ostream>
#include <utility>

#include "activity_words.hpp"
#include "output_file.hpp"
#include "render_activities.hpp"
#include "sent_file.hpp"
#include "text_table.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

namespace json = boost::json;

constexpr char kWork[] = "/api/v1/work";

std::string pathOf(std::int64_t number, std::string const& what = "") {
    return std::string(kWork) + "/" + std::to_string(number) + what;
}

std::string queryOf(std::vector<std::pair<std::string_view, std::string_view>> const& parameters) {
    std::string out;
    for (auto const& [key, value] : parameters) {
        if (!value.empty()) {
            out += (out.empty() ? "?" : "&") + std::string(key) + "=" + encoded(value);
        }
    }
    return out;
}

ExitCode printWork(Context const& context, Reply const& reply) {
    print(context, reply, renderWork(reply.document, context.environment.language));
    return ExitCode::ok;
}

template <class T>
void put(json::object& body, char const* key, std::optional<T> const& value) {
    if (value) {
        body[key] = *value;
    }
}

json::object bodyOf(WorkFacts const& facts) {
    json::object body;
    put(body, "title", facts.title);
    put(body, "kind", facts.kind);
    put(body, "from", facts.from);
    put(body, "to", facts.to);
    put(body, "place", facts.place);
    put(body, "sessions", facts.sessions);
    put(body, "people", facts.people);
    put(body, "text", facts.text);
    put(body, "channel", facts.channel);
    return body;
}

/// Said anew in `there`, which is the record's or empty.
void putResponsible(json::object& body, WorkFacts const& facts, Json const& there) {
    if (!facts.responsible && !facts.phone && !facts.mail) {
        return;
    }
    auto who = there.is_object() ? there.as_object() : json::object();
    put(who, "name", facts.responsible);
    put(who, "phone", facts.phone);
    put(who, "mail", facts.mail);
    body["responsible"] = std::move(who);
}

/// "hall.jpg=医务人员观看警示片" as file and caption; a file whose name has a "=" is one.
std::pair<std::string, std::string> captioned(std::string const& said) {
    std::error_code failed;
    auto const equals = said.find('=');
    if (equals == std::string::npos || std::filesystem::exists(said, failed)) {
        return {said, ""};
    }
    return {said.substr(0, equals), said.substr(equals + 1)};
}

/// One after the other; the last answer has them all.
Reply addPictures(Context const& context, std::int64_t number,
                  std::vector<std::string> const& files, Reply reply) {
    for (auto const& said : files) {
        auto const [file, caption] = captioned(said);
        reply =
            sendFile(context, pathOf(number, "/pictures" + queryOf({{"caption", caption}})), file);
    }
    return reply;
}

}  // namespace

ExitCode perform(WorkList const& list, Context const& context) {
    auto const reply =
        context.client.get(kWork + queryOf({{"activity", list.activity},
                                            {"unit", list.unit},
                                            {"from", list.from},
                                            {"to", list.to},
                                            {"withdrawn", list.withdrawn ? "any" : ""}}));
    print(context, reply, renderWorkList(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(WorkShow const& show, Context const& context) {
    return printWork(context, context.client.get(pathOf(show.number)));
}

ExitCode perform(WorkAdd const& add, Context const& context) {
    auto body = bodyOf(add);
    putResponsible(body, add, nullptr);
    if (!add.activity.empty()) {
        body["activity"] = add.activity;
    }
    if (!add.unit.empty()) {
        body["unit"] = add.unit;
    }
    auto reply = context.client.post(kWork, body);
    auto const number = integer(reply.document, "number");
    return printWork(context, addPictures(context, number, add.pictures, std::move(reply)));
}

ExitCode perform(WorkSet const& set, Context const& context) {
    auto body = bodyOf(set);
    if (set.responsible || set.phone || set.mail) {
        putResponsible(body, set,
                       member(context.client.get(pathOf(set.number)).document, "responsible"));
    }
    if (body.empty()) {
        throw CommandFailure(ExitCode::usage,
                             "there is nothing to change; see tocsin work set --help");
    }
    return printWork(context, context.client.patch(pathOf(set.number), body));
}

ExitCode perform(WorkWithdraw const& withdraw, Context const& context) {
    return printWork(context, context.client.post(pathOf(withdraw.number, "/withdraw"),
                                                  json::object{{"reason", withdraw.reason}}));
}

ExitCode perform(WorkPictures const& pictures, Context const& context) {
    auto const one = [&](std::string const& digest) {
        return pathOf(pictures.number, "/pictures/" + encoded(digest));
    };
    if (!pictures.get.empty()) {
        auto const out = pictures.out.empty() ? pictures.get.substr(0, 16) + ".jpg" : pictures.out;
        writeWholeFile(out, context.client.getText(one(pictures.get)));
        print(
            context, Json(json::object{{"file", out}}),
            either(context.environment.language, "written to ", "已写入 ") + printable(out) + "\n");
        return ExitCode::ok;
    }
    if (!pictures.remove.empty()) {
        return printWork(context, context.client.remove(one(pictures.remove)));
    }
    if (!pictures.set.empty()) {
        return printWork(
            context,
            context.client.patch(one(pictures.set), json::object{{"caption", pictures.caption}}));
    }
    if (pictures.files.empty()) {
        throw CommandFailure(ExitCode::usage,
                             "name the pictures, each with its caption: hall.jpg=观看警示片");
    }
    return printWork(context, addPictures(context, pictures.number, pictures.files, {}));
}

ExitCode perform(WorkTemplate const& order, Context const& context) {
    writeWholeFile(order.out, context.client.getText("/api/v1/work-template.xlsx"));
    print(context, Json(json::object{{"file", order.out}}),
          either(context.environment.language, "written to ", "已写入 ") + printable(order.out) +
              "\n");
    return ExitCode::ok;
}

ExitCode perform(WorkImport const& order, Context const& context) {
    auto const name = std::filesystem::path(order.file).filename().string();
    auto const reply =
        sendFile(context,
                 std::string(kWork) + "/import" +
                     queryOf({{"activity", order.activity}, {"unit", order.unit}, {"name", name}}),
                 order.file);
    print(context, reply, renderImport(reply.document, context.environment.language));
    return ExitCode::ok;
}

}  // namespace tocsin::cli
