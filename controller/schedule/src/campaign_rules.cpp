// SPDX-License-Identifier: Apache-2.0
#include "campaign_rules.hpp"

#include <algorithm>
#include <cmath>

#include "nearest_name.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::schedule {
namespace {

using config::TomlTable;

constexpr std::int64_t kMostPlays = 1'000'000;
constexpr std::int64_t kMostWeight = 1'000;
constexpr std::int64_t kDaySeconds = 86'400;
constexpr std::size_t kMostDayparts = 48;

/// The value of a reader of words, or a problem at `key`.
template <class T>
std::optional<T> taken(TomlTable const& table, std::string_view key, Result<T> const& read) {
    if (!read) {
        table.problem(key, read.error().message);
        return std::nullopt;
    }
    return *read;
}

void readClass(TomlTable const& root, playlists::ProgrammeCampaign& rules) {
    if (auto const word = root.string("class")) {
        rules.priority =
            taken(root, "class", playlists::parseClass(*word)).value_or(rules.priority);
    }
}

/// Order, turn and limits.
void readSequence(TomlTable const& root, playlists::ProgrammeCampaign& rules) {
    if (auto const word = root.string("order")) {
        rules.order = taken(root, "order", playlists::parseOrder(*word)).value_or(rules.order);
    }
    if (auto const word = root.string("turn")) {
        rules.turn = taken(root, "turn", playlists::parseTurn(*word)).value_or(rules.turn);
    }
    for (auto const weight : root.integers("weights", 1, kMostWeight)) {
        rules.weights.push_back(static_cast<int>(weight));
    }
    bool const weighted = rules.order == playlists::Order::weighted;
    auto const items = root.strings("items").size();
    if (weighted && rules.weights.size() != items) {
        root.problem(root.has("weights") ? "weights" : "order",
                     "order \"weighted\" needs a weight for each of the " + std::to_string(items) +
                         " items, like weights = [3, 1]");
    } else if (!weighted && root.has("weights")) {
        root.problem("weights", "only order = \"weighted\" takes weights");
    }
    rules.mostPerHour = root.integer("max_per_hour", 1, kMostPlays).value_or(0);
    rules.leastSeparation =
        std::chrono::seconds(root.integer("min_separation_seconds", 0, kDaySeconds).value_or(0));
    rules.avoid = root.strings("avoid");
}

void readDays(TomlTable const& root, playlists::ProgrammeCampaign& rules) {
    for (auto const* key : {"from", "to"}) {
        if (!root.has(key)) {
            root.problem(key, std::string("missing; write the ") +
                                  (key == std::string_view("from") ? "first" : "last") +
                                  " day like 2026-06-01");
        }
    }
    auto const from = root.date("from");
    auto const to = root.date("to");
    rules.from = from.value_or(rules.from);
    rules.to = to.value_or(rules.to);
    if (from && to && *to < *from) {
        root.problem("to", "the end " + playlists::toString(*to) + " is before the start " +
                               playlists::toString(*from) + "; exchange them or correct one");
    }
    if (root.has("days")) {
        auto const days = root.strings("days");
        rules.days = taken(root, "days", playlists::parseWeekdays(days)).value_or(rules.days);
    }
    for (auto const monthDay : root.integers("month_days", -31, 31)) {
        rules.monthDays.push_back(static_cast<int>(monthDay));
        if (monthDay == 0) {
            root.problem("month_days", "0 is no day; write 1 to 31, or -1 for the last day");
        }
    }
    if (auto const rule = root.string("rrule")) {
        rules.recurrence =
            taken(root, "rrule", playlists::parseRecurrence(*rule)).value_or(rules.recurrence);
    }
    if (auto const kind = root.string("calendar")) {
        rules.dayKind =
            taken(root, "calendar", playlists::parseDayKind(*kind)).value_or(rules.dayKind);
    }
    rules.except = root.dates("except");
}

/// A daypart by its hours, or by the name that the configuration gives it.
std::optional<playlists::Daypart> readDaypart(TomlTable const& table, SiteTimes const& times) {
    table.onlyKeys({"name", "from", "to"});
    auto const name = table.string("name");
    if (name && !table.has("from") && !table.has("to")) {
        auto const known = times.dayparts.find(*name);
        if (known != times.dayparts.end()) {
            return known->second;
        }
        table.problem("name", "\"" + *name + "\" is not a daypart of the configuration" +
                                  nearestOf(*name, times.dayparts) +
                                  "; name one of those, or give from and to");
        return std::nullopt;
    }
    auto const begin = table.string("from");
    auto const end = table.string("to");
    if (!table.has("from") || !table.has("to")) {
        table.problem(table.has("from") ? "to" : "from",
                      "missing; a daypart needs both, like from = \"19:00\", to = \"21:30\"");
        return std::nullopt;
    }
    return begin && end ? taken(table, "from", playlists::parseDaypart(*begin, *end))
                        : std::nullopt;
}

void readDayparts(TomlTable const& root, SiteTimes const& times,
                  playlists::ProgrammeCampaign& rules) {
    for (auto const& table : root.tables("daypart")) {
        if (auto const part = readDaypart(table, times)) {
            rules.dayparts.push_back(*part);
        }
    }
    if (rules.dayparts.size() > kMostDayparts) {
        root.problem("daypart", "at most " + std::to_string(kMostDayparts) + " are allowed");
    }
}

/// Exactly one of plays_per_hour, plays_per_day and share; otherwise nothing, with a problem.
std::optional<playlists::Pacing> readRate(TomlTable const& table, std::int64_t least) {
    using Unit = playlists::Pacing::Unit;
    constexpr std::pair<char const*, Unit> kRates[] = {{"plays_per_hour", Unit::playsPerHour},
                                                       {"plays_per_day", Unit::playsPerDay},
                                                       {"share", Unit::share}};
    playlists::Pacing out;
    char const* key = nullptr;
    int given = 0;
    for (auto const& [name, unit] : kRates) {
        if (table.has(name)) {
            ++given;
            key = name;
            out.unit = unit;
        }
    }
    if (given != 1) {
        table.problem("plays_per_hour",
                      "say how often by exactly one of plays_per_hour, plays_per_day and share");
        return std::nullopt;
    }
    if (out.unit == Unit::share) {
        auto const share = table.number(key, 0, 1);
        if (!share) {
            return std::nullopt;
        }
        constexpr double kMillion = 1e6;
        out.amount = std::llround(*share * kMillion);
    } else {
        auto const plays = table.integer(key, least, kMostPlays);
        if (!plays) {
            return std::nullopt;
        }
        out.amount = *plays;
    }
    out.leastPerDay = table.integer("min_per_day", 0, kMostPlays).value_or(0);
    return out;
}

void readPacing(TomlTable const& root, playlists::ProgrammeCampaign& rules) {
    auto const table = root.table("pacing");
    if (!table) {
        if (!root.has("pacing") && !root.has("fixed") &&
            rules.priority != playlists::CampaignClass::filler) {
            root.problem("pacing", "missing; a campaign of class \"" +
                                       std::string(playlists::toString(rules.priority)) +
                                       "\" needs [pacing] with plays_per_hour, plays_per_day or "
                                       "share; only a filler and fixed events do without");
        }
        return;
    }
    table->onlyKeys({"plays_per_hour", "plays_per_day", "share", "min_per_day"});
    rules.pacing = readRate(*table, 1);
}

void readKeyDates(TomlTable const& root, playlists::ProgrammeCampaign& rules) {
    for (auto const& table : root.tables("key_date")) {
        table.onlyKeys({"on", "plays_per_hour", "plays_per_day", "share", "min_per_day"});
        auto const on = table.date("on");
        if (!table.has("on")) {
            table.problem("on", "missing; name the day like on = 2026-06-16");
        } else if (on && (*on < rules.from || *on > rules.to)) {
            table.problem("on", playlists::toString(*on) + " is not between from and to");
        }
        auto const rate = readRate(table, 0);
        bool const twice = std::any_of(rules.keyDates.begin(), rules.keyDates.end(),
                                       [&](auto const& key) { return on && key.day == *on; });
        if (twice) {
            table.problem("on", playlists::toString(*on) + " is a key date already");
        } else if (on && rate) {
            rules.keyDates.push_back({*on, *rate});
        }
    }
}

}  // namespace

playlists::ProgrammeCampaign readRules(TomlTable const& root, SiteTimes const& times) {
    playlists::ProgrammeCampaign rules;
    readClass(root, rules);
    readDays(root, rules);
    readDayparts(root, times, rules);
    readSequence(root, rules);
    readPacing(root, rules);
    readKeyDates(root, rules);
    return rules;
}

playlists::ProgrammeCampaign readTimes(TomlTable const& root, SiteTimes const& times) {
    playlists::ProgrammeCampaign rules;
    readDays(root, rules);
    readDayparts(root, times, rules);
    return rules;
}

MakeGood readMakeGood(TomlTable const& root, playlists::ProgrammeCampaign const& rules) {
    MakeGood out;
    auto const word = root.string("make_good").value_or("none");
    out.wanted = word == "flight";
    if (!out.wanted && word != "none") {
        root.problem("make_good", "\"" + word +
                                      "\" is not allowed; take none, or flight: what is lost "
                                      "is shown on later days of the campaign");
    }
    if (out.wanted && !rules.pacing && !root.has("pacing")) {
        root.problem(
            "make_good",
            "only a campaign with [pacing] can be made good: nothing else is owed a count");
    }
    out.mostPerDay = root.integer("make_good_max_per_day", 1, kMostPlays);
    if (out.mostPerDay && word == "none") {
        root.problem("make_good_max_per_day", "needs make_good = \"flight\"");
    }
    return out;
}

std::vector<FileEvent> readFixed(TomlTable const& root, std::vector<std::string> const& items) {
    std::vector<FileEvent> out;
    for (auto const& table : root.tables("fixed")) {
        table.onlyKeys({"item", "at"});
        FileEvent event;
        event.item = table.string("item").value_or("");
        if (std::find(items.begin(), items.end(), event.item) == items.end()) {
            table.problem("item", "\"" + event.item + "\" is not one of the campaign's items" +
                                      nearestOf(event.item, items));
        }
        if (playlistNamed(event.item)) {
            table.problem("item", "a fixed event shows one asset; name it in items and here");
        }
        for (auto const& text : table.strings("at")) {
            if (text == "hourly") {
                event.hourly = true;
            } else if (auto const moment = taken(table, "at", playlists::parseMoment(text))) {
                event.at.push_back(*moment);
            }
        }
        if (event.at.empty() && !event.hourly) {
            table.problem("at",
                          "name at least one moment, like at = [\"2026-06-16T09:00:00\"], or "
                          "\"hourly\"");
        }
        out.push_back(std::move(event));
    }
    return out;
}

}  // namespace tocsin::schedule
