// SPDX-License-Identifier: Apache-2.0
// What was shown before the timeline begins, as far as the neighbour rules ask.
#pragma once

#include <cstdint>
#include <vector>

#include "neighbours.hpp"

namespace tocsin::playlists::detail {

/// Nothing ended before this.
inline constexpr std::int64_t kNeverEnded = std::numeric_limits<std::int64_t>::min() / 4;

struct Past {
    Shown last;                       ///< on until the timeline's begin, or nothing
    std::vector<std::int64_t> ended;  ///< by asset: when its last play ended; empty if nobody asks
};

/// Reads Programme::previous; plays after `begin` are ignored.
[[nodiscard]] Past pastOf(Programme const& programme, Neighbours const& neighbours,
                          std::int64_t begin);

}  // namespace tocsin::playlists::detail
