// SPDX-License-Identifier: Apache-2.0
// What findings say: in English and Chinese, side by side where it arises.
#pragma once

#include <string>

#include "booking.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::playlists::detail {

/// "08:00-09:00, 23:00-24:00" by the clock on the wall, with seconds and milliseconds where an edge
/// has them; of many, the first few and how many more.
[[nodiscard]] Words hoursOf(Day const& day, Intervals const& spans);

/// "campaign X …", with what is to be said of it.
[[nodiscard]] Finding findingOf(char const* code, CampaignId const& campaign, Words const& what,
                                std::int64_t missingPlays);

}  // namespace tocsin::playlists::detail
