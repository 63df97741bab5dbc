// SPDX-License-Identifier: Apache-2.0
#include "activity_wish.hpp"

#include <algorithm>
#include <tuple>

#include "reading.hpp"
#include "tocsin/playlists/compiler.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::activities {
namespace {

using messages::JsonReader;

// As the office's list of themes has them.
constexpr std::size_t kTitleBytes = 200, kThemeBytes = 600;

std::string shortLine(JsonReader const& in, char const* key, std::size_t most) {
    auto const said = in.find(key);
    auto line = lineOf(key, said ? said->string(4'096) : "", most);
    if (!line) {
        throw Failure(line.error());
    }
    return *std::move(line);
}

std::string zoneIn(JsonReader const& in, std::string const& day) {
    auto const said = in.find("zone");
    if (!said) {
        return store::Activity{}.zone;
    }
    auto zone = said->string(64);
    auto const date = playlists::parseDate(day);
    if (auto const known = playlists::dayBounds(zone, *date); !known) {
        said->fail(known.error().message);
    }
    return zone;
}

store::FilingRules filingIn(JsonReader const& in) {
    store::FilingRules out;
    auto const said = in.find("filing");
    if (!said) {
        return out;
    }
    said->onlyKeys(
        {"receiver", "weekly", "weekday", "time", "plan_due", "final_due", "day_included"});
    out.receiver = lineIn(*said, "receiver");
    if (auto const weekly = said->find("weekly")) {
        out.weekly = weekly->boolean();
    }
    if (auto const weekday = said->find("weekday")) {
        out.weekday = static_cast<int>(weekday->integer(1, 7));
    }
    if (auto const time = said->find("time")) {
        out.time = time->string(16);
        if (auto const right = playlists::parseTimeOfDay(out.time); !right) {
            time->fail(right.error().message);
        }
    }
    out.planDue = dayIn(*said, "plan_due");
    out.finalDue = dayIn(*said, "final_due");
    if (auto const included = said->find("day_included")) {
        out.dayIncluded = included->boolean();
    }
    return out;
}

}  // namespace

store::KeyDate readKeyDate(JsonReader const& in) {
    in.onlyKeys({"day", "title", "note"});
    store::KeyDate out{dayIn(in, "day"), lineIn(in, "title"), lineIn(in, "note")};
    if (out.day.empty() || out.title.empty()) {
        in.fail("a key date has a day and a title");
    }
    return out;
}

void sortKeyDates(std::vector<store::KeyDate>& dates) {
    std::ranges::sort(dates, {},
                      [](store::KeyDate const& one) { return std::tie(one.day, one.title); });
}

store::Activity readActivity(JsonReader const& in) {
    in.onlyKeys(
        {"title", "theme", "unit", "from", "to", "zone", "responsible", "filing", "key_dates"});
    store::Activity out;
    out.title = shortLine(in, "title", kTitleBytes);
    out.theme = shortLine(in, "theme", kThemeBytes);
    out.unit = shortLine(in, "unit", 64);
    out.firstDay = dayIn(in, "from");
    out.lastDay = dayIn(in, "to");
    if (out.title.empty() || out.firstDay.empty() || out.lastDay.empty()) {
        in.fail("an activity has a title and a first and last day (title, from, to)");
    }
    if (out.lastDay < out.firstDay) {
        in.at("to").fail("the last day is before the first");
    }
    out.zone = zoneIn(in, out.firstDay);
    out.responsible = responsibleIn(in);
    out.filing = filingIn(in);
    if (auto const dates = in.find("key_dates")) {
        for (auto const& date : dates->array(kMostKeyDates)) {
            out.keyDates.push_back(readKeyDate(date));
        }
    }
    sortKeyDates(out.keyDates);
    return out;
}

Result<std::string> yearsLater(std::string const& day, int years) {
    if (day.empty()) {
        return day;
    }
    auto const date = playlists::parseDate(day);
    if (!date) {
        return date.error();
    }
    auto moved = *date + std::chrono::years(years);
    if (!moved.ok()) {
        moved = moved.year() / std::chrono::February / std::chrono::last;
    }
    auto text = playlists::toString(moved);
    auto const right = playlists::parseDate(text);
    return right ? Result<std::string>(std::move(text)) : right.error();
}

Result<store::Activity> clonedActivity(store::Activity const& old, std::string const& handle,
                                       int years) {
    store::Activity out;
    out.handle = handle;
    out.unit = old.unit;
    out.zone = old.zone;
    out.responsible = old.responsible;
    out.filing = old.filing;
    out.keyDates = old.keyDates;
    out.firstDay = old.firstDay;
    out.lastDay = old.lastDay;
    std::vector<std::string*> days{&out.firstDay, &out.lastDay, &out.filing.planDue,
                                   &out.filing.finalDue};
    for (auto& date : out.keyDates) {
        days.push_back(&date.day);
    }
    for (auto* day : days) {
        auto later = yearsLater(*day, years);
        if (!later) {
            return later.error();
        }
        *day = *std::move(later);
    }
    out.title = old.title;
    auto const oldYear = old.firstDay.substr(0, 4);
    if (auto const at = out.title.find(oldYear); at != std::string::npos) {
        out.title.replace(at, oldYear.size(), out.firstDay.substr(0, 4));
    }
    return out;
}

}  // namespace tocsin::activities
