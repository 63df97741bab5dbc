// SPDX-License-Identifier: Apache-2.0
// Placing the plays: earliest deadline first inside the windows that the fluid gives, fillers where
// there is slack.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "placing.hpp"

namespace tocsin::playlists::detail {

/// Places one day, trying again with looser windows while granted plays are missing; the best
/// attempt by class wins.
[[nodiscard]] Sequence sequence(Plan const& plan);

/// Granted plays that were not placed.
[[nodiscard]] std::int64_t lostOf(std::vector<Booking> const& bookings, Sequence const& made);

/// Wanted plays that were not placed, by class: less is better, the highest class first.
[[nodiscard]] std::array<std::int64_t, 4> missingOf(std::vector<Booking> const& bookings,
                                                    Sequence const& made);

}  // namespace tocsin::playlists::detail
