// SPDX-License-Identifier: Apache-2.0
// Reading settings files.
#include "screen_settings.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "tocsin/config/toml_reader.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::schedule {
namespace {

using config::TomlTable;

constexpr char kFormat[] = "tocsin-screen/1";
constexpr std::int64_t kMostCrossFadeMs = 5'000;
constexpr double kLeastGamma = 0.25, kMostGamma = 4;
constexpr std::size_t kMostTimes = 48, kMostWindows = 24;
constexpr std::size_t kMostNameBytes = 200;

playlists::Weekdays readWeekdays(TomlTable const& table) {
    if (table.has("days")) {
        auto const days = playlists::parseWeekdays(table.strings("days"));
        if (days) {
            return *days;
        }
        table.problem("days", days.error().message);
    }
    return {};
}

/// Windows like opening hours; nothing, with a problem, where one is wrong.
std::optional<playlists::Opening> readWindow(TomlTable const& table) {
    playlists::Opening out;
    out.days = readWeekdays(table);
    for (auto const* key : {"from", "to"}) {
        if (!table.has(key)) {
            table.problem(key,
                          "missing; a window needs both, like from = \"22:00\", to = \"06:00\"; "
                          "00:00 to 24:00 is the whole day");
            return std::nullopt;
        }
    }
    auto const from = table.string("from");
    auto const to = table.string("to");
    if (!from || !to) {
        return std::nullopt;
    }
    auto const hours = playlists::parseDaypart(*from, *to);
    if (!hours) {
        table.problem("from", hours.error().message);
        return std::nullopt;
    }
    out.hours = *hours;
    return out;
}

std::optional<TimedPercent> readTimed(TomlTable const& table) {
    table.onlyKeys({"days", "from", "percent"});
    TimedPercent out;
    out.days = readWeekdays(table);
    auto const from = table.timeOfDay("from");
    auto const percent = table.integer("percent", 0, 100);
    for (auto const* key : {"from", "percent"}) {
        if (!table.has(key)) {
            table.problem(key, "missing; write a row like from = \"19:00\", percent = 50");
        }
    }
    if (!from || !percent) {
        return std::nullopt;
    }
    if (*from >= std::chrono::hours(24)) {
        table.problem("from", "24:00 is the next day's 00:00; write that");
        return std::nullopt;
    }
    out.from = *from;
    out.percent = static_cast<int>(*percent);
    return out;
}

void checkCount(TomlTable const& root, std::string_view key, std::size_t count, std::size_t most) {
    if (count > most) {
        root.problem(key, "at most " + std::to_string(most) + " are allowed");
    }
}

/// The rows by their times; no time of a day may stand twice.
std::vector<TimedPercent> readTimes(TomlTable const& root, std::string_view key) {
    std::vector<TimedPercent> out;
    for (auto const& table : root.tables(key)) {
        auto const row = readTimed(table);
        if (!row) {
            continue;
        }
        bool const twice = std::any_of(out.begin(), out.end(), [&](auto const& other) {
            return other.from == row->from && (other.days.bits & row->days.bits) != 0;
        });
        if (twice) {
            table.problem("from", playlists::toString(row->from) +
                                      " stands in another row of the same day already");
        }
        out.push_back(*row);
    }
    checkCount(root, key, out.size(), kMostTimes);
    std::stable_sort(out.begin(), out.end(),
                     [](auto const& a, auto const& b) { return a.from < b.from; });
    return out;
}

std::vector<QuietZone> readQuiet(TomlTable const& root, store::SettingsScope scope,
                                 std::string const& owner) {
    std::vector<QuietZone> out;
    for (auto const& table : root.tables("quiet")) {
        table.onlyKeys({"name", "days", "from", "to"});
        QuietZone zone{table.string("name").value_or(""), {}, scope, owner};
        if (zone.name.empty() || zone.name.size() > kMostNameBytes) {
            table.problem("name", "name the quiet zone in 1 to " + std::to_string(kMostNameBytes) +
                                      " bytes, like name = \"夜间\"");
        }
        if (auto const hours = readWindow(table)) {
            zone.hours = *hours;
            out.push_back(std::move(zone));
        }
    }
    checkCount(root, "quiet", out.size(), kMostWindows);
    return out;
}

std::vector<playlists::Opening> readPowered(TomlTable const& root) {
    std::vector<playlists::Opening> out;
    for (auto const& table : root.tables("powered")) {
        table.onlyKeys({"days", "from", "to"});
        if (auto const hours = readWindow(table)) {
            out.push_back(*hours);
        }
    }
    checkCount(root, "powered", out.size(), kMostWindows);
    return out;
}

void readWhite(TomlTable const& root, ScreenSettings& out) {
    if (!root.has("white")) {
        return;
    }
    auto const colours = root.integers("white", 0, 100);
    if (colours.size() != out.white.size()) {
        root.problem("white", "write red, green and blue in percent, like white = [100, 100, 95]");
        return;
    }
    std::transform(colours.begin(), colours.end(), out.white.begin(),
                   [](auto colour) { return static_cast<int>(colour); });
}

void readPicture(TomlTable const& root, ScreenSettings& out) {
    out.crossFade = Milliseconds(root.integer("cross_fade_ms", 0, kMostCrossFadeMs).value_or(0));
    if (auto const gamma = root.number("gamma", kLeastGamma, kMostGamma)) {
        constexpr double kHundred = 100;
        out.gammaPercent = static_cast<int>(std::lround(*gamma * kHundred));
    }
    readWhite(root, out);
    out.brightness = readTimes(root, "brightness");
}

}  // namespace

Result<ScreenSettings> readSettingsFile(std::string_view text, std::string const& name,
                                        store::SettingsScope scope, std::string const& owner) {
    config::Problems problems;
    auto const root = TomlTable::parse(text, name, problems);
    if (!root) {
        return root.error();
    }
    if (auto const format = root->string("format"); !root->has("format")) {
        root->problem("format", "missing; begin with format = \"" + std::string(kFormat) + "\"");
    } else if (format && *format != kFormat) {
        root->problem("format", "this controller reads \"" + std::string(kFormat) + "\", not \"" +
                                    *format + "\"");
    }
    root->onlyKeys(
        {"format", "cross_fade_ms", "gamma", "white", "brightness", "volume", "quiet", "powered"});
    ScreenSettings out;
    out.quiet = readQuiet(*root, scope, owner);
    if (scope == store::SettingsScope::screen) {
        readPicture(*root, out);
        out.volume = readTimes(*root, "volume");
        out.powered = readPowered(*root);
    } else {
        for (auto const* key :
             {"cross_fade_ms", "gamma", "white", "brightness", "volume", "powered"}) {
            if (root->has(key)) {
                root->problem(key, "belongs into the settings of a single screen; those of a " +
                                       std::string(store::toString(scope)) +
                                       " hold quiet zones only");
            }
        }
    }
    if (!problems.empty()) {
        return problems.error();
    }
    return out;
}

}  // namespace tocsin::schedule
