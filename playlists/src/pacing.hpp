// SPDX-License-Identifier: Apache-2.0
// How many plays a campaign's pacing asks for.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "intervals.hpp"
#include "tocsin/playlists/programme.hpp"

namespace tocsin::playlists::detail {

/// A key date's own pacing, else the campaign's.
[[nodiscard]] std::optional<Pacing> pacingOn(ProgrammeCampaign const& campaign, LocalDay day);

/// Plays for `eligible` ms of airtime: floor(rate * eligible / 3,600,000), the plays per day, or as
/// many whole plays as the share holds; at least the day's minimum. `cycle` is the airtime of the
/// campaign's items one after the other, `items` their number; both positive.
[[nodiscard]] std::int64_t playsFor(Pacing const& pacing, std::int64_t eligible, std::int64_t cycle,
                                    std::int64_t items);

/// Most plays that a limit of `most` starts in an hour of the clock leaves in the windows.
[[nodiscard]] std::int64_t playsUnderLimit(std::int64_t most, Intervals const& windows,
                                           std::vector<std::int64_t> const& clockHours);

}  // namespace tocsin::playlists::detail
