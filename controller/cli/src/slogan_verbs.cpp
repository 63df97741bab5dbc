// SPDX-License-Identifier: Apache-2.0
// tocsin slogan …
#include <fmt/format.h>

#include <boost/json.hpp>
#include <cmath>
#include <ostream>

#include "language.hpp"
#include "output_file.hpp"
#include "pixel_size.hpp"
#include "render.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

boost::json::object requestFor(SloganLook const& look) {
    boost::json::object body;
    bool const words = !look.text.empty() || !look.from.name.empty();
    if (look.slogan.empty() != words) {
        throw CommandFailure(ExitCode::usage,
                             "say which slogan: the handle of one that is in the library, or "
                             "--text \"the words\", or --template");
    }
    if (!look.slogan.empty() && (!look.words.empty() || !look.numbers.empty())) {
        throw CommandFailure(ExitCode::usage,
                             "slogan \"" + look.slogan +
                                 "\" has its style already; to try another give its words with "
                                 "--text");
    }
    if (look.screen.empty() == look.size.empty()) {
        throw CommandFailure(ExitCode::usage, "say where: --screen SCREEN, or --size like 96x16");
    }
    putTemplate(body, look.from);
    if (look.slogan.empty()) {
        if (!look.text.empty()) {
            body["text"] = look.text;
        }
        putStyle(body, look);
    } else {
        body["slogan"] = look.slogan;
    }
    if (look.screen.empty()) {
        auto const size = requireSize(look.size);
        body["width"] = size.width;
        body["height"] = size.height;
    } else {
        body["screen"] = look.screen;
    }
    if (look.seconds) {
        body["seconds"] = *look.seconds;
    }
    return body;
}

}  // namespace

void putStyle(boost::json::object& body, StyleWords const& said) {
    for (auto const& [key, word] : said.words) {
        body[key] = word;
    }
    for (auto const& [key, number] : said.numbers) {
        body[key] = number;
    }
}

ExitCode perform(SloganCheck const& check, Context const& context) {
    auto const reply = context.client.post("/api/v1/slogans/check", requestFor(check));
    print(context, reply, renderSloganCheck(reply.document, context.environment.language));
    return printFindings(context, reply.document) == 0 ? ExitCode::ok : ExitCode::findings;
}

ExitCode perform(SloganPreview const& preview, Context const& context) {
    auto body = requestFor(preview);
    body["scale"] = preview.scale;
    body["at_ms"] = std::llround(preview.atSeconds * 1'000);
    writeWholeFile(preview.out, context.client.postForBytes("/api/v1/slogans/preview", body));
    if (context.json) {
        context.out << boost::json::serialize(boost::json::object{{"file", preview.out}}) << '\n';
    } else {
        context.out << fmt::format(
                           fmt::runtime(say(context.environment.language, Text::pictureSaved)),
                           preview.out)
                    << '\n';
    }
    return ExitCode::ok;
}

}  // namespace tocsin::cli
