// SPDX-License-Identifier: Apache-2.0
// tocsin warn …
#include <fmt/format.h>

#include <boost/json.hpp>
#include <chrono>
#include <ostream>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"
#include "tocsin/cli/terminal.hpp"
#include "tocsin/messages/json.hpp"
#include "verbs.hpp"
#include "warn_ask.hpp"

namespace tocsin::cli {
namespace {

constexpr char kWarnings[] = "/api/v1/warnings";
constexpr char kCap[] = "/api/v1/cap";
constexpr Milliseconds kLookAgain{200};
constexpr Milliseconds kStalled{60'000};  // ten thousand screens are chosen meanwhile
constexpr int kCannotBeRead = 422;

std::string pathOf(std::string const& id, std::string const& step = "") {
    return std::string(kWarnings) + "/" + encoded(id) + step;
}

template <class... Values>
std::string line(Context const& context, Text said, Values const&... values) {
    return printable(
               fmt::format(fmt::runtime(say(context.environment.language, said)), values...)) +
           "\n";
}

/// Throws unless a person says yes to what was shown.
void confirm(WarnAsk const& ask, Context const& context) {
    if (ask.yes) {
        return;
    }
    auto const language = context.environment.language;
    auto* const terminal = context.environment.terminal;
    if (terminal == nullptr) {
        throw CommandFailure(ExitCode::usage, std::string(say(language, Text::warnNobodyAsked)));
    }
    auto const answer =
        terminal->ask(std::string(say(language, Text::warnAsk)), Echo::shown, context.stop);
    if (answer != "yes" && answer != "是") {
        throw CommandFailure(ExitCode::failure, std::string(say(language, Text::warnNotConfirmed)));
    }
}

/// What the person is asked about goes where questions go, so that `out` holds the result alone.
void lookFirst(WarnAsk const& ask, boost::json::object const& request, Context const& context) {
    auto const preview = context.client.post(std::string(kWarnings) + "/preview", request).document;
    context.err << renderWarningPreview(preview, context.environment.language) << std::flush;
    if (elements(preview, "screens").empty()) {
        throw CommandFailure(ExitCode::notFound,
                             std::string(say(context.environment.language, Text::warnNoScreens)));
    }
    confirm(ask, context);
}

bool isOnEveryGlass(Json const& warning) {
    return integer(warning, "on_glass") >= integer(warning, "screens");
}

/// The warning when every screen shows it, or so much later.
Reply awaitScreens(Reply reply, int seconds, Context const& context) {
    auto const id = text(reply.document, "id");
    auto const until = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    while (!isOnEveryGlass(reply.document) && std::chrono::steady_clock::now() < until) {
        context.client.wait(kLookAgain);
        if (context.stop.stop_requested()) {
            break;  // it stands all the same
        }
        reply = context.client.get(pathOf(id));
    }
    return reply;
}

/// What became of a raise or a change.
ExitCode finish(Reply reply, WarnAsk const& ask, Context const& context) {
    auto const language = context.environment.language;
    auto const waits =
        text(reply.document, "state") == "waiting" || flag(reply.document, "pending");
    if (!waits) {
        reply = awaitScreens(std::move(reply), ask.waitSeconds, context);
        print(context, reply, renderWarningReach(reply.document, language));
        return ExitCode::ok;
    }
    print(context, reply, renderWarningState(reply.document, language));
    context.err << "tocsin: " << line(context, Text::warnNeedsSecond, text(reply.document, "id"));
    return ExitCode::conflict;
}

ExitCode step(Context const& context, std::string const& path, boost::json::object const& body) {
    auto const reply = context.client.post(path, body);
    print(context, reply, renderWarningState(reply.document, context.environment.language));
    return ExitCode::ok;
}

/// The controller's answer about a message, which it gives too if it cannot read it.
Reply capAnswer(session::HttpRequest const& request, Context const& context) {
    auto reply = context.client.attempt(request, kStalled);
    if (!reply) {
        context.client.fail(reply.error());
    }
    auto document = messages::parseJson(reply->body, 8U << 20);
    bool const isAnswer =
        (reply->status >= 200 && reply->status < 300) ||
        (reply->status == kCannotBeRead && document && member(*document, "findings").is_array());
    if (!isAnswer || !document) {
        context.client.fail(*reply, request);
    }
    return {std::move(reply->body), std::move(*document)};
}

bool hasMistakes(Json const& answer) {
    for (auto const& finding : elements(answer, "findings")) {
        auto const weight = text(finding, "weight");
        if (weight == "error" || weight == "fatal") {
            return true;
        }
    }
    return false;
}

}  // namespace

ExitCode perform(WarnTemplates const&, Context const& context) {
    auto const reply = context.client.get("/api/v1/warning-templates");
    print(context, reply, renderWarningTemplates(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(WarnRaise const& ask, Context const& context) {
    auto const request = requestOf(ask);
    lookFirst(ask, request, context);
    return finish(context.client.post(kWarnings, request), ask, context);
}

ExitCode perform(WarnChange const& ask, Context const& context) {
    auto const request = requestOf(ask);
    lookFirst(ask, request, context);
    return finish(context.client.post(pathOf(ask.id, "/change"), request), ask, context);
}

ExitCode perform(WarnList const& order, Context const& context) {
    auto const reply = context.client.get(std::string(kWarnings) + (order.all ? "?state=all" : ""));
    print(context, reply, renderWarnings(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(WarnShow const& order, Context const& context) {
    auto const reply = context.client.get(pathOf(order.id));
    print(context, reply, renderWarning(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(WarnStep const& order, Context const& context) {
    boost::json::object body;
    if (!order.reason.empty()) {
        body["reason"] = order.reason;
    }
    return step(context, pathOf(order.id, "/" + order.step), body);
}

ExitCode perform(WarnExtend const& order, Context const& context) {
    if (!order.minutes && order.until.empty()) {
        throw CommandFailure(ExitCode::usage, "say how long: --minutes N or --until T");
    }
    auto const body = order.minutes ? boost::json::object{{"minutes", *order.minutes}}
                                    : boost::json::object{{"expires", order.until}};
    return step(context, pathOf(order.id, "/extend"), body);
}

ExitCode perform(WarnIngest const& order, Context const& context) {
    session::HttpRequest request;
    request.method = "POST";
    request.url = kCap;
    request.headers["Content-Type"] = "application/xml";
    request.body = readWholeFile(order.file);
    auto const reply = capAnswer(request, context);
    auto const& answer = reply.document;
    print(context, reply, renderCapAnswer(answer, context.environment.language));
    if (text(answer, "verdict") != "accepted") {
        return ExitCode::failure;
    }
    bool waits = false;
    for (auto const& warning : elements(answer, "warnings")) {
        if (text(warning, "state") == "waiting") {
            context.err << "tocsin: " << line(context, Text::warnNeedsRelease, text(warning, "id"));
            waits = true;
        }
    }
    if (waits) {
        return ExitCode::conflict;
    }
    return hasMistakes(answer) ? ExitCode::findings : ExitCode::ok;
}

}  // namespace tocsin::cli
