// SPDX-License-Identifier: Apache-2.0
// tocsin activity …
#include <boost/json.hpp>
#include <filesystem>
#include <ostream>

#include "activity_words.hpp"
#include "output_file.hpp"
#include "render_activities.hpp"
#include "sent_file.hpp"
#include "text_table.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

namespace json = boost::json;

constexpr char kActivities[] = "/api/v1/activities";

std::string pathOf(std::string const& activity, std::string const& what = "") {
    return std::string(kActivities) + "/" + encoded(activity) + what;
}

ExitCode printActivity(Context const& context, Reply const& reply) {
    print(context, reply, renderActivity(reply.document, context.environment.language));
    return ExitCode::ok;
}

template <class T>
void put(json::object& body, char const* key, std::optional<T> const& value) {
    if (value) {
        body[key] = *value;
    }
}

/// What a PUT says of an activity that is there, so that what is not said anew stays.
json::object saidOf(Json const& activity) {
    json::object out;
    for (auto const* key :
         {"title", "theme", "unit", "from", "to", "zone", "responsible", "filing", "key_dates"}) {
        if (auto const& value = member(activity, key); !value.is_null()) {
            out[key] = value;
        }
    }
    return out;
}

json::object& objectIn(json::object& body, char const* key) {
    auto& value = body[key];
    return value.is_object() ? value.as_object() : value.emplace_object();
}

void say(json::object& body, ActivityPut const& said) {
    put(body, "title", said.title);
    put(body, "theme", said.theme);
    put(body, "unit", said.unit);
    put(body, "from", said.from);
    put(body, "to", said.to);
    put(body, "zone", said.zone);
    if (said.responsible || said.phone || said.mail) {
        auto& who = objectIn(body, "responsible");
        put(who, "name", said.responsible);
        put(who, "phone", said.phone);
        put(who, "mail", said.mail);
    }
    json::object filing;
    put(filing, "receiver", said.receiver);
    put(filing, "time", said.time);
    put(filing, "plan_due", said.planDue);
    put(filing, "final_due", said.finalDue);
    put(filing, "weekday", said.weekday);
    put(filing, "weekly", said.weekly);
    put(filing, "day_included", said.dayIncluded);
    if (!filing.empty()) {
        auto& kept = objectIn(body, "filing");
        for (auto& [key, value] : filing) {
            kept[key] = std::move(value);
        }
    }
}

/// A file's text, which has to be UTF-8 for JSON to carry it.
std::string textOfFile(std::string const& path) {
    auto text = readWholeFile(path);
    constexpr std::string_view mark = "\xef\xbb\xbf";
    return text.starts_with(mark) ? text.substr(mark.size()) : text;
}

/// The digest of the part's file with this name or digest. Throws CommandFailure.
std::string fileNamed(Json const& activity, ActivityPartSet const& part, std::string const& name) {
    for (auto const& one : elements(activity, "parts")) {
        if (text(one, "part") != part.part) {
            continue;
        }
        for (auto const& file : elements(one, "files")) {
            if (text(file, "name") == name || text(file, "digest") == name) {
                return text(file, "digest");
            }
        }
    }
    throw CommandFailure(ExitCode::notFound, "the " + part.part + " of activity " + part.activity +
                                                 " has no file \"" + name +
                                                 "\"; see tocsin activity show " + part.activity);
}

ExitCode getFile(ActivityPartSet const& part, std::string const& path, Context const& context) {
    auto const activity = context.client.get(pathOf(part.activity)).document;
    auto const digest = fileNamed(activity, part, part.get);
    auto const out =
        part.out.empty() ? std::filesystem::path(part.get).filename().string() : part.out;
    writeWholeFile(out, context.client.getText(path + "/files/" + digest));
    print(context, Json(json::object{{"file", out}, {"digest", digest}}),
          either(context.environment.language, "written to ", "已写入 ") + printable(out) + "\n");
    return ExitCode::ok;
}

}  // namespace

ExitCode perform(ActivityList const& list, Context const& context) {
    auto const reply =
        context.client.get(std::string(kActivities) + (list.all ? "?retired=any" : ""));
    print(context, reply, renderActivities(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(ActivityShow const& show, Context const& context) {
    return printActivity(context, context.client.get(pathOf(show.activity)));
}

ExitCode perform(ActivityPut const& said, Context const& context) {
    json::object body;
    session::HttpHeaders headers{{"If-None-Match", "*"}};
    if (!said.isNew) {
        auto const there = context.client.get(pathOf(said.activity)).document;
        body = saidOf(there);
        headers = {{"If-Match", "\"" + text(there, "revision") + "\""}};
    }
    auto const before = body;
    say(body, said);
    if (!said.isNew && body == before) {
        throw CommandFailure(ExitCode::usage,
                             "there is nothing to change; see tocsin activity set --help");
    }
    return printActivity(context, context.client.put(pathOf(said.activity), "application/json",
                                                     json::serialize(body), std::move(headers)));
}

ExitCode perform(ActivityClone const& clone, Context const& context) {
    json::object body{{"handle", clone.copy}, {"years", clone.years}};
    if (!clone.unit.empty()) {
        body["unit"] = clone.unit;
    }
    auto const code =
        printActivity(context, context.client.post(pathOf(clone.activity, "/clone"), body));
    if (!context.json) {
        context.err << "tocsin: "
                    << either(context.environment.language,
                              "its theme is still to be said: ", "主题待定，请填写：")
                    << "tocsin activity set " << printable(clone.copy) << " --theme …\n";
    }
    return code;
}

ExitCode perform(ActivityRetire const& retire, Context const& context) {
    return printActivity(context, context.client.post(pathOf(retire.activity, "/retire")));
}

ExitCode perform(ActivityKeyDate const& date, Context const& context) {
    if (date.remove) {
        return printActivity(
            context,
            context.client.remove(pathOf(date.activity, "/key-dates/" + encoded(date.day)) +
                                  (date.title.empty() ? "" : "?title=" + encoded(date.title))));
    }
    if (date.title.empty()) {
        throw CommandFailure(ExitCode::usage, "say what the day is, e.g. 咨询日");
    }
    return printActivity(
        context, context.client.post(
                     pathOf(date.activity, "/key-dates"),
                     json::object{{"day", date.day}, {"title", date.title}, {"note", date.note}}));
}

ExitCode perform(ActivityCampaign const& campaign, Context const& context) {
    Reply reply;
    for (auto const& id : campaign.campaigns) {
        auto const path = pathOf(campaign.activity, "/campaigns/" + encoded(id));
        reply = campaign.remove ? context.client.remove(path)
                                : context.client.put(path, "application/json", "");
    }
    return printActivity(context, reply);
}

ExitCode perform(ActivityPartSet const& part, Context const& context) {
    auto const path = pathOf(part.activity, "/parts/" + encoded(part.part));
    if (!part.get.empty()) {
        return getFile(part, path, context);
    }
    std::optional<Reply> reply;
    if (!part.remove.empty()) {
        auto const activity = context.client.get(pathOf(part.activity)).document;
        reply = context.client.remove(path + "/files/" + fileNamed(activity, part, part.remove));
    }
    json::object body;
    put(body, "text", part.text);
    if (part.textFile) {
        body["text"] = textOfFile(*part.textFile);
    }
    put(body, "done", part.done);
    if (!body.empty()) {
        reply = context.client.put(path, "application/json", json::serialize(body));
    }
    for (auto const& file : part.files) {
        auto const name = std::filesystem::path(file).filename().string();
        reply = sendFile(context, path + "/files?name=" + encoded(name), file);
    }
    if (reply) {
        return printActivity(context, *reply);
    }
    auto const shown = context.client.get(pathOf(part.activity));
    print(context, shown, renderPart(shown.document, part.part, context.environment.language));
    return ExitCode::ok;
}

}  // namespace tocsin::cli
