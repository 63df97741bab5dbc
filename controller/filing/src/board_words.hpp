// SPDX-License-Identifier: Apache-2.0
// What people read of a board.
#pragma once

#include <string>

#include "board.hpp"

namespace tocsin::filing {

/// "周报第2周（2026-06-08至2026-06-14）", "weekly report 2 (2026-06-08 to 2026-06-14)".
[[nodiscard]] playlists::Words nameOf(BoardPeriod const& period);
/// "2026-06-16 18:00" as clocks of the zone show it. Errc::invalid for an unknown zone.
[[nodiscard]] Result<std::string> clockOf(std::string const& zone, Instant t);

}  // namespace tocsin::filing
