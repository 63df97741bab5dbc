// SPDX-License-Identifier: Apache-2.0
#include "opening_hours.hpp"

#include "tocsin/playlists/compiler.hpp"

namespace tocsin::reports {
namespace {

using playlists::LocalDay;
using std::chrono::days;

LocalDay plusDay(LocalDay day) {
    return std::chrono::sys_days(day) + days(1);
}

Result<Interval> hoursOn(LocalDay day, playlists::Daypart const& hours, std::string const& zone) {
    bool const overMidnight = hours.to <= hours.from;
    auto const begin = playlists::instantOf(zone, playlists::LocalMoment{day, hours.from});
    auto const end = playlists::instantOf(
        zone, playlists::LocalMoment{overMidnight ? plusDay(day) : day, hours.to});
    if (!begin || !end) {
        return begin ? end.error() : begin.error();
    }
    return Interval{*begin, *end};
}

}  // namespace

Result<Intervals> openingHours(std::vector<playlists::Opening> const& rules,
                               std::string const& zone, Interval const& within) {
    if (rules.empty()) {
        return united({within});
    }
    auto const first = playlists::localDayOf(zone, within.begin);
    auto const last = playlists::localDayOf(zone, within.end);
    if (!first || !last) {
        return first ? last.error() : first.error();
    }
    std::vector<Interval> out;
    // From the evening before on, whose hours may cross midnight.
    for (LocalDay day = std::chrono::sys_days(*first) - days(1); day <= *last; day = plusDay(day)) {
        for (auto const& rule : rules) {
            if (!rule.days.contains(std::chrono::weekday(std::chrono::sys_days(day)))) {
                continue;
            }
            auto const hours = hoursOn(day, rule.hours, zone);
            if (!hours) {
                return hours.error();
            }
            out.push_back(*hours);
        }
    }
    return intersection(united(std::move(out)), united({within}));
}

}  // namespace tocsin::reports
