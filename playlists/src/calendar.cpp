// SPDX-License-Identifier: Apache-2.0
// Local days and times of day as instants, by the zone database.
#include "calendar.hpp"

#include <date/tz.h>

#include "tocsin/playlists/compiler.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::playlists {
namespace detail {

Result<Zone> Zone::find(std::string const& name) {
    try {
        return Zone(date::locate_zone(name));
    } catch (std::exception const&) {
        return Error{Errc::invalid, "\"" + name.substr(0, 64) +
                                        "\" is not a time zone of the zone database; write an IANA "
                                        "name such as Asia/Shanghai"};
    }
}

Instant Zone::at(LocalDay day, TimeOfDay time) const {
    auto const sinceEpoch = std::chrono::sys_days(day).time_since_epoch() + time;
    date::local_time<Milliseconds> const local{Milliseconds(sinceEpoch)};
    return fromMillis(zone_->to_sys(local, date::choose::earliest).time_since_epoch() /
                      Milliseconds(1));
}

std::chrono::seconds Zone::offsetAt(Instant t) const {
    return zone_->get_info(date::sys_time<Milliseconds>(t.time_since_epoch())).offset;
}

LocalDay Zone::dayOf(Instant t) const {
    using std::chrono::days;
    auto const local = t + offsetAt(t);
    LocalDay day(std::chrono::floor<days>(local));
    // A clock that is put back across midnight shows the old day once more; the new day has begun
    // all the same.
    while (t >= beginOf(plusDays(day, 1))) {
        day = plusDays(day, 1);
    }
    while (t < beginOf(day)) {
        day = plusDays(day, -1);
    }
    return day;
}

std::string Zone::clockAt(Instant t) const {
    auto const local = t + offsetAt(t);
    return toString(TimeOfDay(local - std::chrono::floor<std::chrono::days>(local)));
}

}  // namespace detail

Result<DayBounds> dayBounds(std::string const& zone, LocalDay day) {
    if (!day.ok()) {
        return Error{Errc::invalid, "the day is not a date of the calendar"};
    }
    auto const found = detail::Zone::find(zone);
    if (!found) {
        return found.error();
    }
    DayBounds const bounds{found->beginOf(day), found->beginOf(detail::plusDays(day, 1))};
    if (bounds.begin >= bounds.end) {
        return Error{Errc::invalid, toString(day) + " does not exist in " + zone +
                                        ": the clocks there skipped it"};
    }
    return bounds;
}

Result<LocalDay> localDayOf(std::string const& zone, Instant t) {
    auto const found = detail::Zone::find(zone);
    if (!found) {
        return found.error();
    }
    return found->dayOf(t);
}

Result<Instant> instantOf(std::string const& zone, Moment const& moment) {
    if (auto const* instant = std::get_if<Instant>(&moment)) {
        return *instant;
    }
    auto const found = detail::Zone::find(zone);
    if (!found) {
        return found.error();
    }
    auto const& local = std::get<LocalMoment>(moment);
    return found->at(local.day, local.time);
}

Result<std::chrono::seconds> offsetAt(std::string const& zone, Instant t) {
    auto const found = detail::Zone::find(zone);
    if (!found) {
        return found.error();
    }
    return found->offsetAt(t);
}

}  // namespace tocsin::playlists
