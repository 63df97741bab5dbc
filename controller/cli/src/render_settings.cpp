// SPDX-License-Identifier: Apache-2.0
// What a screen needs whatever it shows, and the quiet zones of tags and units.
#include <fmt/format.h>

#include "language.hpp"
#include "render.hpp"
#include "text_table.hpp"

namespace tocsin::cli {
namespace {

std::string word(Language language, Text text) {
    return std::string(say(language, text));
}

/// "daily", or the days with commas.
std::string daysText(Json const& row, Language language) {
    constexpr std::size_t kWeek = 7;
    return elements(row, "days").size() == kWeek ? word(language, Text::daily)
                                                 : joined(row, "days", ",");
}

std::string hoursText(Json const& row, Language language) {
    return fmt::format("{} {}-{}", daysText(row, language), text(row, "from"), text(row, "to"));
}

std::string whiteText(Json const& settings) {
    std::string out;
    for (auto const& colour : elements(settings, "white")) {
        out += (out.empty() ? "" : "/") + std::to_string(colour.is_int64() ? colour.as_int64() : 0);
    }
    return out + " %";
}

/// A line per property, wide characters counted as two columns.
void addLine(std::string& out, std::string const& heading, std::string const& value) {
    constexpr std::size_t kHeading = 14;
    auto const width = displayWidth(heading);
    out += heading + std::string(width < kHeading ? kHeading - width : 1, ' ') + printable(value) +
           '\n';
}

void addTimes(std::string& out, Json const& settings, std::string_view key, Text heading,
              Language language) {
    for (auto const& row : elements(settings, key)) {
        addLine(out, word(language, heading),
                fmt::format("{} {}: {} %", daysText(row, language), text(row, "from"),
                            integer(row, "percent")));
    }
}

std::string ownerText(Json const& zone, Language language) {
    auto const scope = text(zone, "scope");
    if (scope == "screen") {
        return "";
    }
    return fmt::format(" ({} {})", word(language, scope == "tag" ? Text::ofTag : Text::ofUnit),
                       text(zone, "of"));
}

/// "19:00" of "2026-06-01T19:00:00.000+08:00", with seconds where there are any.
std::string clockOf(std::string const& instant) {
    constexpr std::size_t kBegin = 11, kMinutes = 5, kSeconds = 8;
    if (instant.size() < kBegin + kSeconds) {
        return instant;
    }
    auto const clock = instant.substr(kBegin, kSeconds);
    return clock.ends_with(":00") ? clock.substr(0, kMinutes) : clock;
}

std::string fileText(Json const& document) {
    auto const file = text(document, "file");
    std::string out;
    for (std::size_t begin = 0; begin < file.size();) {
        auto const end = std::min(file.find('\n', begin), file.size());
        out += printable(std::string_view(file).substr(begin, end - begin)) + '\n';
        begin = end + 1;
    }
    return out;
}

}  // namespace

std::string levelText(Json const& level, Language language) {
    return flag(level, "powered")
               ? fmt::format("{} %/{} %", integer(level, "brightness"), integer(level, "volume"))
               : word(language, Text::noPower);
}

std::string renderSettings(Json const& settings, Language language) {
    std::string out;
    addLine(out, word(language, Text::screen), text(settings, "screen"));
    addLine(out, word(language, Text::zone), text(settings, "zone"));
    addLine(out, word(language, Text::crossFade),
            fmt::format("{} ms", integer(settings, "cross_fade_ms")));
    auto const gamma = integer(settings, "gamma_percent");
    addLine(out, word(language, Text::gamma), fmt::format("{}.{:02}", gamma / 100, gamma % 100));
    addLine(out, word(language, Text::white), whiteText(settings));
    addTimes(out, settings, "brightness", Text::brightness, language);
    addTimes(out, settings, "volume", Text::volume, language);
    for (auto const& zone : elements(settings, "quiet")) {
        addLine(out, word(language, Text::quiet),
                text(zone, "name") + " " + hoursText(zone, language) + ownerText(zone, language));
    }
    for (auto const& hours : elements(settings, "powered")) {
        addLine(out, word(language, Text::poweredHours), hoursText(hours, language));
    }
    TextTable today({{word(language, Text::from)},
                     {word(language, Text::brightness), TextTable::Align::right},
                     {word(language, Text::volume), TextTable::Align::right},
                     {word(language, Text::remark)}});
    for (auto const& level : elements(settings, "today")) {
        today.add({clockOf(text(level, "from")),
                   std::to_string(integer(level, "brightness")) + " %",
                   std::to_string(integer(level, "volume")) + " %",
                   flag(level, "powered") ? "" : word(language, Text::noPower)});
    }
    out += "\n" + word(language, Text::today) + "\n" + today.str();
    auto const file = fileText(settings);
    return file.empty() ? out : out + "\n" + file;
}

std::string renderQuietZones(Json const& list, Language language) {
    TextTable table({{word(language, Text::ofWhom)},
                     {word(language, Text::name)},
                     {word(language, Text::hours)},
                     {word(language, Text::screens)}});
    for (auto const& group : elements(list, "items")) {
        auto const whom =
            word(language, text(group, "scope") == "tag" ? Text::ofTag : Text::ofUnit) + " " +
            text(group, "of");
        for (auto const& zone : elements(group, "quiet")) {
            table.add({whom, text(zone, "name"), hoursText(zone, language),
                       joined(group, "screens", ",")});
        }
    }
    return table.empty() ? word(language, Text::nothingToList) + "\n" : table.str();
}

}  // namespace tocsin::cli
