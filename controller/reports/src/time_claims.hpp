// SPDX-License-Identifier: Apache-2.0
// What each fact says of a screen's time, before contradictions are settled.
#pragma once

#include <vector>

#include "tocsin/reports/screen_time.hpp"

namespace tocsin::reports {

/// In the order in which they win (screen_time.hpp).
enum class Rank {
    unpowered,
    lit,
    unverified,
    order,
    warning,
    failed,
    fallback,
    dark,
    gap,
    clockUnset,
    offline,
    nothing
};
[[nodiscard]] TimeClass classOf(Rank rank);

struct Claim {
    Interval when;
    Rank rank = Rank::nothing;
    std::string reason;
};

/// None of them empty; they may overlap and lie outside the opening hours.
[[nodiscard]] std::vector<Claim> claimsOf(ScreenFacts const& facts);

}  // namespace tocsin::reports
