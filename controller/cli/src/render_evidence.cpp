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
           : cause == "warning"    ? word(language, Text::causeWarning)
           : cause == "photo"      ? word(language, Text::causePhoto)
                                   : cause;
}

/// Whether a display took the picture, and what was wrong with it.
std::string outputOf(Json const& picture, Language language) {
    if (flag(picture, "manual")) {
        return word(language, Text::outputPhotographed);
    }
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
    if (!asset.empty() || flag(picture, "manual")) {
        return asset;
    }
    return sayState(language, text(picture, "showing"));
}

std::string warningOf(Json const& picture, Language language) {
    auto const warning = text(picture, "warning");
    return warning.empty() ? ""
                           : fmt::format(fmt::runtime(say(language, Text::pictureWarning)), warning,
                                         integer(picture, "warning_revision"));
}

/// When it was taken, and how sure that is.
std::string timeOf(Json const& picture, Language language) {
    if (!flag(picture, "manual")) {
        return fmt::format("{} ±{} ms ({})", text(picture, "at"),
                           integer(picture, "clock_uncertainty_ms"), text(picture, "clock"));
    }
    auto const time = text(picture, "time");
    auto const how = time == "stated"        ? word(language, Text::pictureTimeStated)
                     : time == "camera-zone" ? word(language, Text::pictureTimeZone)
                                             : "";
    return text(picture, "at") + (how.empty() ? "" : " (" + how + ")");
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
    return renderProperties({{word(language, Text::picture), text(picture, "picture")},
                             {word(language, Text::screen), text(picture, "screen")},
                             {word(language, Text::takenAt), timeOf(picture, language)},
                             {word(language, Text::asset), assetOf(picture, language)},
                             {word(language, Text::campaign), text(picture, "campaign")},
                             {word(language, Text::warnId), warningOf(picture, language)},
                             {word(language, Text::cause), causeOf(picture, language)},
                             {word(language, Text::pictureAddedBy), text(picture, "added_by")},
                             {word(language, Text::note), text(picture, "note")},
                             {word(language, Text::output), outputOf(picture, language)}});
}

std::string renderPicturesOf(Json const& warning, Language language) {
    TextTable table({{word(language, Text::picture)},
                     {word(language, Text::screen)},
                     {word(language, Text::takenAt)}});
    for (auto const& picture : elements(warning, "pictures")) {
        table.add({text(picture, "picture"), text(picture, "screen"), text(picture, "at")});
    }
    return table.empty() ? "" : "\n" + table.str();
}

}  // namespace tocsin::cli
