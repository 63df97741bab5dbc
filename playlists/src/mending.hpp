// SPDX-License-Identifier: Apache-2.0
// The last look at neighbour rules that gave way: on the finished day, any exchange or any idle
// moment nearby that keeps more of them and costs nobody anything.
#pragma once

#include <vector>

#include "placing.hpp"

namespace tocsin::playlists::detail {

/// Exchanges plays, of unlike length too if what stands between can move, and moves idle moments
/// between two that clash. Every play stays in its window, in the order of its campaign's items,
/// under its limit an hour, within a period and an item of its even place and two periods and an
/// item of the campaign's next (or no farther than it was). Each step breaks fewer rules than there
/// were. Lists, fixed events and filled residues stay where they are.
void mend(std::vector<Placed>& entries, Plan const& plan);

}  // namespace tocsin::playlists::detail
