// SPDX-License-Identifier: Apache-2.0
// Fixed events: plays on their instant. They are placed before everything else, as holes in the
// open time; only a warning cuts them.
#pragma once

#include <array>
#include <vector>

#include "booking.hpp"

namespace tocsin::playlists::detail {

struct FixedPlay {
    Interval span;
    Item item;
    std::uint32_t campaign = 0;  ///< into Programme::campaigns
    CampaignClass priority = CampaignClass::normal;
};

/// The day's fixed plays, ascending and disjoint. Those that cannot be kept give findings: outside
/// the campaign's days, while the screen is closed, past midnight, or over one of a higher class
/// (of the same class: the one that begins first, then by campaign id).
[[nodiscard]] std::vector<FixedPlay> fixedPlays(Programme const& programme, Day const& day,
                                                std::vector<Finding>& findings);

}  // namespace tocsin::playlists::detail
