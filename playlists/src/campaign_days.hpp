// SPDX-License-Identifier: Apache-2.0
// On which days a campaign is on.
#pragma once

#include <array>
#include <optional>

#include "tocsin/playlists/programme.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::playlists::detail {

/// A working day: Monday to Friday but for holidays, and the make-up working days (调休).
[[nodiscard]] bool isWorkday(HolidayCalendar const& calendar, LocalDay day);

/// Whether the campaign's rules let it play dayparts that begin on the day before `day`, on `day`,
/// and on the day after: a compiled day concerns these three. All rules must hold: first and last
/// day, weekdays, days of the month, recurrence, kind of day; and no exception.
[[nodiscard]] std::array<bool, 3> daysAround(ProgrammeCampaign const& campaign,
                                             HolidayCalendar const& calendar, LocalDay day);

/// Which rule keeps the campaign off the day, as a sentence; nothing if it is on.
[[nodiscard]] std::optional<Words> ruleAgainst(ProgrammeCampaign const& campaign,
                                               HolidayCalendar const& calendar, LocalDay day);

}  // namespace tocsin::playlists::detail
