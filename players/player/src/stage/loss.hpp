// SPDX-License-Identifier: Apache-2.0
// When an item's showing is lost, and why: its source failed, or gives no picture for too long.
// Lengths are in output ticks. Tick thread only.
#pragma once

#include <optional>

#include "stage/item.hpp"
#include "timing/tick_grid.hpp"

namespace tocsin::player {

/// A decoder that gives no picture for so long hangs.
inline constexpr Milliseconds kDecoderHangs{2'000};
/// What hangs before its start is given up so long before it, so that what fills in for it is
/// there in time.
inline constexpr Milliseconds kStandInLead{1'000};

/// Why something is given up, in the words of its row.
[[nodiscard]] Error decodeFailed(Error const& failure);
[[nodiscard]] Error decoderHangs();

/// The item's own failure in the words of its row; nothing if there is none, or no item.
[[nodiscard]] std::optional<Error> failureOf(Item const* item);
/// Of a showing that is on and has had no frame for so long.
[[nodiscard]] std::optional<Error> whyLost(Item const& item, std::int64_t starved,
                                           TickGrid const& grid);
/// Of a showing that was opened so long ago and starts in so long.
[[nodiscard]] std::optional<Error> whyLostBeforeStart(Item& item, std::int64_t waited,
                                                      std::int64_t left, TickGrid const& grid);

}  // namespace tocsin::player
