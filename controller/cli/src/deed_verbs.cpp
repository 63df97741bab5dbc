// SPDX-License-Identifier: Apache-2.0
// tocsin screen restart, power, volume, brightness, identify, log-level, evidence; tocsin command …
#include <fmt/format.h>

#include <boost/json.hpp>
#include <charconv>
#include <ostream>

#include "instant_option.hpp"
#include "language.hpp"
#include "progress_line.hpp"
#include "render.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

constexpr char kCommands[] = "/api/v1/commands";
constexpr Milliseconds kLook{500};
/// What is done is seen to have worked soon, or cannot be seen.
constexpr int kLooksForProof = 40;

std::string commandPath(std::string const& id) {
    return std::string(kCommands) + "/" + encoded(id);
}

/// "90", "90s", "10m", "2h" or "1d" in seconds.
std::int64_t secondsOption(std::string const& option, std::string const& text) {
    constexpr std::string_view kUnits = "smhd";
    constexpr std::int64_t kSeconds[] = {1, 60, 3'600, 86'400};
    auto const unit = text.empty() ? std::string_view::npos : kUnits.find(text.back());
    auto const digits =
        std::string_view(text).substr(0, text.size() - (unit == std::string_view::npos ? 0 : 1));
    std::int64_t out = 0;
    auto const [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
    constexpr std::int64_t kMost = 1'000'000;
    if (digits.empty() || ec != std::errc{} || end != digits.data() + digits.size() || out < 1 ||
        out > kMost) {
        throw CommandFailure(ExitCode::usage, option + ": \"" + text +
                                                  "\" is not a length of time; write 90s, 10m, 2h "
                                                  "or 1d");
    }
    return out * kSeconds[unit == std::string_view::npos ? 0 : unit];
}

std::string atOption(std::string const& text) {
    auto const at = parseInstant(text);
    if (!at) {
        throw CommandFailure(ExitCode::usage, "--at: " + at.error().message);
    }
    return formatInstant(*at);
}

boost::json::object bodyOf(ScreenDeed const& deed) {
    bool const group = !deed.unit.empty() || !deed.tag.empty();
    if (int{deed.all} + int{group} + int{!deed.screens.empty()} != 1) {
        throw CommandFailure(ExitCode::usage, "name the screens, or say --unit, --tag or --all");
    }
    boost::json::object body{{"action", deed.action}};
    bool const isLevel = deed.action == "volume" || deed.action == "brightness";
    if (isLevel) {
        body["value"] = std::stoi(deed.value);  // CLI11 has checked it
    } else if (!deed.value.empty()) {
        body["value"] = deed.value;
    }
    if (!deed.holds.empty()) {
        body["holds_s"] = secondsOption("--for", deed.holds);
    }
    if (deed.all) {
        body["all"] = true;
    }
    if (!deed.screens.empty()) {
        body["screens"] = boost::json::array(deed.screens.begin(), deed.screens.end());
    }
    auto const add = [&](char const* key, std::string const& value) {
        if (!value.empty()) {
            body[key] = value;
        }
    };
    add("unit", deed.unit);
    add("tag", deed.tag);
    add("reason", deed.reason);
    add("id", deed.name);
    if (!deed.at.empty()) {
        body["at"] = atOption(deed.at);
    }
    if (!deed.valid.empty()) {
        body["valid_s"] = secondsOption("--valid", deed.valid);
    }
    return body;
}

struct Standing {
    bool open = false;    ///< a screen has it before it
    bool proves = false;  ///< a screen did it, and it may yet be seen to have worked
    bool failed = false;  ///< a screen did not do it
};

Standing standingOf(Json const& command) {
    Standing out;
    for (auto const& one : elements(command, "items")) {
        auto const step = text(one, "step");
        out.open = out.open || step == "waiting" || step == "sent" || step == "received";
        out.failed = out.failed || step == "failed" || step == "expired" || step == "cancelled";
        out.proves =
            out.proves ||
            (step == "done" && text(one, "detail").find("cannot be verified") == std::string::npos);
    }
    return out;
}

/// The command when it is known what became of it, or the person waits no longer.
Reply awaited(Context const& context, Reply reply) {
    auto const language = context.environment.language;
    auto const id = text(reply.document, "id");
    ProgressLine line(context.err, language, context.environment.errIsTerminal, id);
    int looks = 0;
    for (;;) {
        auto const standing = standingOf(reply.document);
        looks = standing.open ? 0 : looks + 1;
        if (!standing.open && (!standing.proves || looks > kLooksForProof)) {
            return reply;
        }
        line.say(commandCounts(reply.document, language));
        context.client.wait(kLook);
        if (context.stop.stop_requested()) {
            line.clear();
            throw CommandFailure(
                ExitCode::failure,
                fmt::format(fmt::runtime(say(language, Text::commandWaitEnded)), id));
        }
        reply = context.client.get(commandPath(id));
    }
}

}  // namespace

ExitCode perform(ScreenDeed const& deed, Context const& context) {
    auto const language = context.environment.language;
    auto reply = context.client.post(kCommands, bodyOf(deed));
    if (!deed.wait) {
        auto const more =
            fmt::format(fmt::runtime(say(language, Text::commandMore)), text(reply.document, "id"));
        print(context, reply, commandCounts(reply.document, language) + "\n" + more + "\n");
        return ExitCode::ok;
    }
    reply = awaited(context, std::move(reply));
    print(context, reply, renderCommand(reply.document, language));
    return standingOf(reply.document).failed ? ExitCode::findings : ExitCode::ok;
}

ExitCode perform(CommandList const& list, Context const& context) {
    auto query = "?limit=" + std::to_string(list.limit);
    query += list.screen.empty() ? "" : "&screen=" + encoded(list.screen);
    query +=
        list.since.empty() ? "" : "&since=" + encoded(instantOption("--since", list.since, false));
    auto const reply = context.client.get(kCommands + query);
    print(context, reply, renderCommands(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(CommandShow const& show, Context const& context) {
    auto const reply = context.client.get(commandPath(show.id));
    print(context, reply, renderCommand(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(CommandCancel const& cancel, Context const& context) {
    auto const reply = context.client.remove(commandPath(cancel.id));
    print(context, reply, renderCommand(reply.document, context.environment.language));
    return ExitCode::ok;
}

}  // namespace tocsin::cli
