// SPDX-License-Identifier: Apache-2.0
// Pictures of screens as a table and one by one.
#include <fmt/format.h>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"

namespace tocsin::cli {
namespace {

std::string word(Language language, Text text) {
    return std::string(say(language, text));
}

std::string causeOf(Json const& picture, Language language) {
    auto const cause = text(picture, "cause");
    return cause == "request"      ? word(language, Text::causeRequest)
           : cause == "first-play" ? word(language, Text::causeFirstPlay)
           : cause == "interval"   ? word(language, Text::causeInterval)
                                   : cause;
}

/// Whether a display took the picture, and what was wrong with it.
std::string outputOf(Json const& picture, Language language) {
    auto const fault = text(picture, "fault");
    if (!fault.empty()) {
        return fault == "black"    ? word(language, Text::outputBlack)
               : fault == "frozen" ? word(language, Text::outputFrozen)
                                   : fault;
    }
    return word(language, flag(picture, "delivered") ? Text::outputDelivered : Text::outputUnseen);
}

std::string assetOf(Json const& picture, Language language) {
    auto const asset = text(picture, "asset_name");
    return asset.empty() ? sayState(language, text(picture, "showing")) : asset;
}

}  // namespace

std::string renderPictures(Json const& list, Language language) {
    TextTable table({{word(language, Text::takenAt)},
                     {word(language, Text::screen)},
                     {word(language, Text::asset)},
                     {word(language, Text::campaign)},
                     {word(language, Text::cause)},
                     {word(language, Text::output)},
                     {word(language, Text::picture)}});
    for (auto const& one : elements(list, "items")) {
        table.add({text(one, "at"), text(one, "screen"), assetOf(one, language),
                   text(one, "campaign"), causeOf(one, language), outputOf(one, language),
                   text(one, "picture")});
    }
    if (table.empty()) {
        return word(language, Text::nothingToList) + "\n";
    }
    auto out = table.str();
    if (auto const next = text(list, "next"); !next.empty()) {
        out += fmt::format(fmt::runtime(say(language, Text::morePictures)), next) + "\n";
    }
    return out;
}

std::string renderPicture(Json const& picture, Language language) {
    return renderProperties(
        {{word(language, Text::picture), text(picture, "picture")},
         {word(language, Text::screen), text(picture, "screen")},
         {word(language, Text::takenAt),
          fmt::format("{} ±{} ms ({})", text(picture, "at"),
                      integer(picture, "clock_uncertainty_ms"), text(picture, "clock"))},
         {word(language, Text::asset), assetOf(picture, language)},
         {word(language, Text::campaign), text(picture, "campaign")},
         {word(language, Text::cause), causeOf(picture, language)},
         {word(language, Text::output), outputOf(picture, language)}});
}

}  // namespace tocsin::cli
