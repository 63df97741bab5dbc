// SPDX-License-Identifier: Apache-2.0
// tocsin media list, show, set, retire, delete: finding assets, saying what they are, ending them.
#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>
#include <chrono>
#include <ctime>
#include <ostream>

#include "conversion_wait.hpp"
#include "language.hpp"
#include "media_properties.hpp"
#include "output_file.hpp"
#include "render.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

constexpr int kMostAPage = 500;

/// The day `days` after today, as the clock on the wall has it.
std::string dayAfter(int days) {
    auto const now = std::time(nullptr);
    std::tm local{};
    ::localtime_r(&now, &local);
    local.tm_mday += days;
    local.tm_hour = 12;  // no change of the clocks moves noon to another day
    local.tm_isdst = -1;
    std::mktime(&local);
    std::array<char, 16> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%d", &local);
    return text.data();
}

std::string queryOf(MediaList const& list) {
    std::string out;
    auto const add = [&](char const* key, std::string const& value) {
        if (!value.empty()) {
            out += std::string("&") + key + "=" + encoded(value);
        }
    };
    std::string tags;
    for (auto const& tag : list.tags) {
        tags += (tags.empty() ? "" : ",") + tag;
    }
    add("search", list.search);
    add("tag", tags);
    add("folder", list.folder);
    add("kind", list.kind);
    add("category", list.category);
    add("expires_by", list.expiringDays ? dayAfter(*list.expiringDays) : "");
    add("retired", list.retired ? "only" : "");
    add("sort", list.sort);
    return out;
}

}  // namespace

Reply everyAsset(Client const& client, std::string const& query, std::string after) {
    auto const page = [&] {
        return client.get("/api/v1/media?limit=" + std::to_string(kMostAPage) + query +
                          (after.empty() ? "" : "&after=" + encoded(after)));
    };
    auto out = page();
    after = text(out.document, "next");
    if (after.empty()) {
        return out;
    }
    auto& items = out.document.at("items").as_array();
    while (!after.empty()) {
        auto const more = page();
        for (auto const& item : elements(more.document, "items")) {
            items.push_back(item);
        }
        after = text(more.document, "next");
    }
    out.document.as_object()["next"] = nullptr;
    out.body = boost::json::serialize(out.document);
    return out;
}

ExitCode perform(MediaList const& list, Context const& context) {
    auto const query = queryOf(list);
    auto const reply =
        list.limit
            ? context.client.get("/api/v1/media?limit=" + std::to_string(*list.limit) + query +
                                 (list.after.empty() ? "" : "&after=" + encoded(list.after)))
            : everyAsset(context.client, query, list.after);
    print(context, reply, renderAssets(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(MediaShow const& show, Context const& context) {
    auto reply = context.client.get("/api/v1/media/" + encoded(show.handle));
    if (!isReady(reply.document)) {
        reply.document.as_object()["conversion"] = conversionOf(context.client, reply.document);
        reply.body = boost::json::serialize(reply.document);
    }
    print(context, reply, renderAsset(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(MediaLook const& look, Context const& context) {
    writeWholeFile(look.out, context.client.getText("/api/v1/media/" + encoded(look.handle) + "/" +
                                                    look.what));
    if (context.json) {
        context.out << boost::json::serialize(boost::json::object{{"file", look.out}}) << '\n';
    } else {
        context.out << fmt::format(
                           fmt::runtime(say(context.environment.language, Text::pictureSaved)),
                           look.out)
                    << '\n';
    }
    return ExitCode::ok;
}

ExitCode perform(MediaSet const& set, Context const& context) {
    boost::json::object body;
    checkProperties(set.properties);
    putProperties(body, set.properties, Tags::changes);
    if (body.empty()) {
        throw CommandFailure(ExitCode::usage,
                             "there is nothing to change; give --title, --tag, --folder, "
                             "--category, --until or another (tocsin media set --help)");
    }
    auto const reply = context.client.patch("/api/v1/media/" + encoded(set.handle), body);
    print(context, reply, renderAsset(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(MediaRetire const& retire, Context const& context) {
    auto const reply = context.client.post("/api/v1/media/" + encoded(retire.handle) + "/retire");
    print(context, reply, renderAsset(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(MediaDelete const& gone, Context const& context) {
    auto const reply = context.client.remove("/api/v1/media/" + encoded(gone.handle));
    print(context, reply, renderAsset(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(MediaUsage const&, Context const& context) {
    auto const reply = context.client.get("/api/v1/quotas");
    print(context, reply, renderUsage(reply.document, context.environment.language));
    return ExitCode::ok;
}

}  // namespace tocsin::cli
