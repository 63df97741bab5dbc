// SPDX-License-Identifier: Apache-2.0
// Sums of plays of any interval, with those apart of which nobody knows when they were.
#pragma once

#include <vector>

#include "interval.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::reports {

struct PlaySums {
    std::vector<store::PlaySum> known;  ///< by whole UTC hours, as their buckets say
    std::vector<store::PlaySum> unproven;  ///< of unset clocks (时间未证实); none unless asked for
};

/// Of all screens, plays that begin in [when.begin, when.end). Whole hours are summed already; only
/// what sticks out at the ends is counted row by row, and hours of screens with plays of both kinds
/// where they are to be told `apart`.
[[nodiscard]] PlaySums sumsWithin(store::Tx const& tx, Interval const& when, bool apart);

}  // namespace tocsin::reports
