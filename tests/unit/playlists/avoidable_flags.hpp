// SPDX-License-Identifier: Apache-2.0
// Whether a neighbour rule gave way where it need not have: looks for a play that could change
// places with another, or for idle time that could stand elsewhere, at nobody's cost.
#pragma once

#include <string>

#include "day_faults.hpp"

namespace tocsin::playlists::expected {

/// No flag goes away if two plays are exchanged, or idle time is moved between two that clash. A
/// change is at nobody's cost if all plays stay in their windows, in the order of their campaign's
/// items, under their limits an hour, within a period and an item of their places and two periods
/// and an item of each other (or no farther than they were), and fewer rules are broken than
/// before. Days with more than 500 flags are not looked at. Lists, fixed events and filled residues
/// stay where they are; two fillers without pacing repeat rather than leave the screen dark.
[[nodiscard]] std::string faultOfAvoidable(Day const& day, Seen const& seen);

}  // namespace tocsin::playlists::expected
