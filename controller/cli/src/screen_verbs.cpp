// SPDX-License-Identifier: Apache-2.0
// tocsin screen …
#include <fmt/format.h>

#include <boost/json.hpp>
#include <ostream>

#include "language.hpp"
#include "opening.hpp"
#include "pixel_size.hpp"
#include "render.hpp"
#include "verbs.hpp"
#include "whereabouts.hpp"

namespace tocsin::cli {
namespace {

boost::json::array openingOf(std::vector<std::string> const& rules) {
    boost::json::array out;
    for (auto const& rule : rules) {
        auto opening = parseOpening(rule);
        if (!opening) {
            throw CommandFailure(ExitCode::usage, "--opening: " + opening.error().message);
        }
        out.push_back(std::move(*opening));
    }
    return out;
}

boost::json::array strings(std::vector<std::string> const& list) {
    return boost::json::array(list.begin(), list.end());
}

/// Empty: null, as the API has it.
boost::json::value placeOf(std::string const& text) {
    if (text.empty()) {
        return nullptr;
    }
    auto place = parsePlace(text);
    if (!place) {
        throw CommandFailure(ExitCode::usage, "--place: " + place.error().message);
    }
    return std::move(*place);
}

std::string codeOf(std::string const& text) {
    auto const code = text.empty() ? Result<std::string>(text) : parseCode(text);
    if (!code) {
        throw CommandFailure(ExitCode::usage, "--code: " + code.error().message);
    }
    return *code;
}

std::string screenPath(std::string const& screen, std::string const& action = "") {
    return "/api/v1/screens/" + encoded(screen) + action;
}

void printHowToStart(Context const& context, std::string const& token, std::string const& size) {
    if (!context.json && !token.empty()) {
        context.err << say(context.environment.language, Text::startPlayer)
                    << " tocsin-player --controller " << context.client.address() << " --token "
                    << token << " --data DIR --size " << size << " --sink window\n";
    }
}

}  // namespace

ExitCode perform(ScreenList const&, Context const& context) {
    auto const reply = context.client.get("/api/v1/screens");
    print(context, reply, renderScreens(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(ScreenShow const& show, Context const& context) {
    auto const reply = context.client.get(screenPath(show.screen));
    print(context, reply, renderScreen(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(ScreenAdd const& add, Context const& context) {
    auto const size = requireSize(add.size);
    boost::json::object body{{"id", add.screen},
                             {"name", add.name.empty() ? add.screen : add.name},
                             {"unit", add.unit},
                             {"tags", strings(add.tags)},
                             {"width", size.width},
                             {"height", size.height},
                             {"zone", add.zone},
                             {"seed", add.seed},
                             {"opening", openingOf(add.opening)}};
    if (!add.place.empty()) {
        body["place"] = placeOf(add.place);
    }
    if (!add.code.empty()) {
        body["code"] = codeOf(add.code);
    }
    for (auto const& [member, text] : add.paper) {
        body[member] = text;
    }
    auto const reply = context.client.post("/api/v1/screens", body);
    print(context, reply, renderScreen(reply.document, context.environment.language));
    printHowToStart(context, text(reply.document, "token"), add.size);
    return ExitCode::ok;
}

ExitCode perform(ScreenSet const& set, Context const& context) {
    boost::json::object body;
    if (set.name) {
        body["name"] = *set.name;
    }
    if (set.noTags || !set.tags.empty()) {
        body["tags"] = strings(set.tags);
    }
    if (set.place) {
        body["place"] = placeOf(*set.place);
    }
    if (set.code) {
        body["code"] = codeOf(*set.code);
    }
    for (auto const& [member, text] : set.paper) {
        body[member] = text;
    }
    if (set.offlineSite) {
        body["offline_site"] = *set.offlineSite;
    }
    if (body.empty()) {
        throw CommandFailure(
            ExitCode::usage,
            "there is nothing to change; give --name, --tag, --location, --responsible or another "
            "(tocsin screen set --help)");
    }
    auto const reply = context.client.patch(screenPath(set.screen), body);
    print(context, reply, renderScreen(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(ScreenPair const& pair, Context const& context) {
    boost::json::object body{{"code", pair.code}};
    if (pair.replace) {
        body["replace"] = true;
    }
    auto const reply = context.client.post(screenPath(pair.screen, "/pair"), body);
    print(context, reply, renderScreen(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(ScreenToken const& token, Context const& context) {
    boost::json::object body{{"days", token.days}};
    if (token.replace) {
        body["replace"] = true;
    }
    auto const reply = context.client.post(screenPath(token.screen, "/token"), body);
    print(context, reply, text(reply.document, "token") + "\n");
    return ExitCode::ok;
}

ExitCode perform(ScreenRetire const& retire, Context const& context) {
    auto const reply = context.client.post(screenPath(retire.screen, "/retire"));
    print(context, reply, renderScreen(reply.document, context.environment.language));
    return ExitCode::ok;
}

}  // namespace tocsin::cli
