// SPDX-License-Identifier: Apache-2.0
// Local windows as instants: dayparts, opening hours, the hours of the clock.
#pragma once

#include <vector>

#include "calendar.hpp"
#include "intervals.hpp"
#include "tocsin/playlists/programme.hpp"

namespace tocsin::playlists::detail {

/// The campaign's dayparts that begin on `day`, in full, also past midnight.
[[nodiscard]] Intervals daypartsOf(ProgrammeCampaign const& campaign, Zone const& zone,
                                   LocalDay day);

/// What more than one daypart covers: two of `day`, or one of it and one of the next day, if the
/// campaign is on then.
[[nodiscard]] Intervals overlapOf(ProgrammeCampaign const& campaign, Zone const& zone, LocalDay day,
                                  bool onNextDay);

/// Opening hours that began on one of the three days around `day`, so that both halves of a night
/// are there.
[[nodiscard]] Intervals openAround(Programme const& programme, Zone const& zone, LocalDay day);

/// The begin of every hour of the clock from the begin of `first` to the end of `last`, ascending,
/// both ends included. An hour that the clocks show twice stands twice; one of which they skip the
/// first half begins in the midst.
[[nodiscard]] std::vector<std::int64_t> clockHours(Zone const& zone, LocalDay first, LocalDay last);

}  // namespace tocsin::playlists::detail
