// SPDX-License-Identifier: Apache-2.0
// Local days and times of day as instants, by the zone database.
#pragma once

#include <string>

#include "tocsin/playlists/programme.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace date {
class time_zone;
}

namespace tocsin::playlists::detail {

/// A zone of the database. A local time that does not exist means the first instant after the gap,
/// one that exists twice the first of the two.
class Zone {
public:
    /// Errc::invalid for an unknown name.
    static Result<Zone> find(std::string const& name);

    [[nodiscard]] Instant at(LocalDay day, TimeOfDay time) const;
    [[nodiscard]] Instant beginOf(LocalDay day) const { return at(day, TimeOfDay{0}); }
    [[nodiscard]] std::chrono::seconds offsetAt(Instant t) const;
    /// The day D with beginOf(D) <= t < beginOf(D + 1).
    [[nodiscard]] LocalDay dayOf(Instant t) const;
    /// What a clock on the wall shows at `t`: "19:00", with seconds where there are any.
    [[nodiscard]] std::string clockAt(Instant t) const;

private:
    explicit Zone(date::time_zone const* zone) : zone_(zone) {}
    date::time_zone const* zone_;
};

[[nodiscard]] inline LocalDay plusDays(LocalDay day, int days) {
    return LocalDay(std::chrono::sys_days(day) + std::chrono::days(days));
}
[[nodiscard]] inline std::chrono::weekday weekdayOf(LocalDay day) {
    return std::chrono::weekday(std::chrono::sys_days(day));
}
/// Whole days from `from` to `to`.
[[nodiscard]] inline std::int64_t daysBetween(LocalDay from, LocalDay to) {
    return (std::chrono::sys_days(to) - std::chrono::sys_days(from)).count();
}

}  // namespace tocsin::playlists::detail
