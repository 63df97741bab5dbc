// SPDX-License-Identifier: Apache-2.0
// tocsin media convert …, and waiting for what an added film becomes.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <ostream>

#include "conversion_wait.hpp"
#include "fields.hpp"
#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

constexpr Milliseconds kFirstLook{200};
constexpr Milliseconds kLook{1'000};

std::string assetPath(std::string const& handle) {
    return "/api/v1/media/" + encoded(handle);
}

}  // namespace

bool isReady(Json const& asset) {
    return !member(asset, "ready").is_bool() || flag(asset, "ready");
}

Json conversionOf(Client const& client, Json const& asset) {
    auto const list = client.get(assetPath(text(asset, "handle")) + "/conversions").document;
    for (auto const& one : elements(list, "items")) {
        if (text(one, "kind") == "master") {
            return one;
        }
    }
    return Json(boost::json::object{});
}

Json awaitReady(Context const& context, Json asset, ProgressLine& line) {
    auto const language = context.environment.language;
    auto const handle = text(asset, "handle");
    for (auto pause = kFirstLook; !isReady(asset); pause = std::min(pause * 2, kLook)) {
        auto const one = conversionOf(context.client, asset);
        auto const state = text(one, "state");
        if (state == "failed") {
            throw CommandFailure(ExitCode::failure, handle + ": " + text(one, "reason"));
        }
        auto const waits = text(one, "reason");
        line.say(state == "running"
                     ? fmt::format(fmt::runtime(say(language, Text::converting)), percentOf(one))
                     : std::string(say(language, state == "paused" ? Text::conversionPaused
                                                                   : Text::conversionWaits)) +
                           (waits.empty() ? "" : ": " + waits));
        context.client.wait(pause);
        if (context.stop.stop_requested()) {
            throw CommandFailure(
                ExitCode::failure,
                fmt::format(fmt::runtime(say(language, Text::conversionGoesOn)), handle));
        }
        asset = context.client.get(assetPath(handle)).document;
    }
    return asset;
}

ExitCode perform(MediaConvert const& convert, Context const& context) {
    auto const language = context.environment.language;
    if (convert.order == "list") {
        auto const path = convert.handle.empty() ? std::string("/api/v1/conversions")
                                                 : assetPath(convert.handle) + "/conversions";
        auto const reply = context.client.get(path);
        print(context, reply, renderConversions(reply.document, language));
        return ExitCode::ok;
    }
    boost::json::object body;
    if (!convert.handle.empty()) {
        body["media"] = convert.handle;
    }
    auto const reply = context.client.post("/api/v1/conversions/" + convert.order, body);
    print(context, reply,
          fmt::format(fmt::runtime(say(language, Text::conversionsChanged)),
                      integer(reply.document, "conversions")) +
              "\n");
    return ExitCode::ok;
}

}  // namespace tocsin::cli
