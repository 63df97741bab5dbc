// SPDX-License-Identifier: Apache-2.0
// tocsin screen shot, tocsin screen sticker, tocsin evidence list, tocsin evidence get
#include <fmt/format.h>

#include <boost/json.hpp>
#include <ostream>

#include "instant_option.hpp"
#include "language.hpp"
#include "output_file.hpp"
#include "render.hpp"
#include "verbs.hpp"

namespace tocsin::cli {
namespace {

std::string picturePath(std::string const& picture, std::string const& what = "") {
    return "/api/v1/evidence/" + encoded(picture) + what;
}

void save(Context const& context, std::string const& picture, std::string const& file) {
    writeWholeFile(file, context.client.getText(picturePath(picture, "/file")));
}

/// What is in the file, and where it is.
void printSaved(Context const& context, Reply const& reply, std::string const& file) {
    print(
        context, reply,
        renderPicture(reply.document, context.environment.language) +
            fmt::format(fmt::runtime(say(context.environment.language, Text::pictureSaved)), file) +
            "\n");
}

}  // namespace

ExitCode perform(ScreenShot const& shot, Context const& context) {
    auto const reply = context.client.post("/api/v1/screens/" + encoded(shot.screen) + "/shot");
    save(context, text(reply.document, "picture"), shot.out);
    printSaved(context, reply, shot.out);
    return ExitCode::ok;
}

ExitCode perform(ScreenSticker const& order, Context const& context) {
    writeWholeFile(
        order.out,
        context.client.getText("/api/v1/screens/" + encoded(order.screen) + "/sticker.pdf?lang=" +
                               languageCode(order.language, context.environment.language)));
    print(context, Json(boost::json::object{{"file", order.out}}),
          fmt::format(fmt::runtime(say(context.environment.language, Text::pictureSaved)),
                      order.out) +
              "\n");
    return ExitCode::ok;
}

ExitCode perform(EvidenceList const& list, Context const& context) {
    std::string query = "?limit=" + std::to_string(list.limit);
    auto const add = [&](char const* key, std::string const& value) {
        if (!value.empty()) {
            query += std::string("&") + key + "=" + encoded(value);
        }
    };
    add("screen", list.screen);
    add("campaign", list.campaign);
    add("warning", list.warning);
    add("after", list.after);
    if (!list.from.empty()) {
        add("from", instantOption("--from", list.from, false));
    }
    if (!list.to.empty()) {
        add("to", instantOption("--to", list.to, true));
    }
    auto const reply = context.client.get("/api/v1/evidence" + query);
    print(context, reply, renderPictures(reply.document, context.environment.language));
    return ExitCode::ok;
}

ExitCode perform(EvidenceGet const& get, Context const& context) {
    auto const reply = context.client.get(picturePath(get.picture));
    save(context, get.picture, get.out);
    printSaved(context, reply, get.out);
    return ExitCode::ok;
}

}  // namespace tocsin::cli
