// SPDX-License-Identifier: Apache-2.0
// When what of an activity has to be filed. Pure: values in, values out.
//
// Weeks are whole weeks, Monday to Sunday, and each is due on the filing day of the week after. The
// first one of an activity, 第1周, holds its first day and may begin before it; the last one is the
// last that ends within the activity, so days at its end may be in no week: the final counts them.
// Where the first filing day of all is in the activity's first week, a report of the week before
// the activity (issue 0) can be filed, where an office wants one: it says that nothing was played.
// It has no deadline, so nobody is ever late with it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tocsin/playlists/programme.hpp"
#include "tocsin/store/activities.hpp"
#include "tocsin/store/filings.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::filing {

/// What has to be filed, or may be, with the days that it is about.
struct Period {
    store::FilingKind kind = store::FilingKind::period;
    int issue = 0;  ///< 第N周, from 1; 0: not of a week, or the week before the activity
    playlists::LocalDay first{}, last{};  ///< both inclusive
    std::optional<Instant> due;           ///< nothing: no deadline is set
    bool operator==(Period const&) const = default;
};

/// The plan, all weeks in order, the final; those that the rules ask for. Errc::invalid with the
/// key for days, times or a zone that cannot be read.
[[nodiscard]] Result<std::vector<Period>> periodsOf(store::Activity const& activity);

/// The week of this number. Errc::notFound if the activity has no such week.
[[nodiscard]] Result<Period> weekOf(store::Activity const& activity, int issue);
/// The newest week that is over at `now`. Errc::notFound if none is.
[[nodiscard]] Result<Period> lastWeek(store::Activity const& activity, Instant now);

/// Days of the activity that are in none of its weeks, as runs of days in order: 28 to 30 June.
struct DayRun {
    playlists::LocalDay first{}, last{};
    bool operator==(DayRun const&) const = default;
};
[[nodiscard]] Result<std::vector<DayRun>> daysOutsideWeeks(store::Activity const& activity);

/// Whether the activity goes on at this instant or after it: what is final now is provisional.
[[nodiscard]] Result<bool> isUnderWay(store::Activity const& activity, Instant at);

}  // namespace tocsin::filing
