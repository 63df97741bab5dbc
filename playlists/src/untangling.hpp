// SPDX-License-Identifier: Apache-2.0
// A second look at broken neighbour rules: plays are exchanged with others nearby where that keeps
// every other promise, so that a rule gives way only where nothing else was possible.
#pragma once

#include <vector>

#include "placing.hpp"

namespace tocsin::playlists::detail {

/// Exchanges plays of equal length; then lets idle moments nearby stand between those that still
/// clash. No play leaves its window, begins more than a quarter of a period before its ideal start
/// or more than a period and its own length after it, and no campaign's items change their order.
void untangle(std::vector<Placed>& entries, Plan const& plan);

/// By entry: whether it stands beside what it may not, or too near to the asset's play before.
[[nodiscard]] std::vector<bool> brokenRules(std::vector<Placed> const& entries, Plan const& plan);

}  // namespace tocsin::playlists::detail
