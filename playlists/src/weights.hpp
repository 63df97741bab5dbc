// SPDX-License-Identifier: Apache-2.0
// Items by weight.
#pragma once

#include <vector>

#include "booking.hpp"

namespace tocsin::playlists::detail {

/// Shows each item as often as its weight says, spread as evenly as can be: of the items whose turn
/// may come, the one whose turn must come first (earliest deadline in windows of one turn each), so
/// that no item is ever a whole play from its share.
[[nodiscard]] std::vector<Item> spread(std::vector<Item> const& items, std::vector<int> weights);

}  // namespace tocsin::playlists::detail
