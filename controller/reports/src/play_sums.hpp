// SPDX-License-Identifier: Apache-2.0
// Sums of plays of any interval, with those apart of which nobody knows when they were.
#pragma once

#include <functional>

#include "tocsin/reports/interval.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::reports {

struct SumTakers {
    /// By whole UTC hours, as their buckets say. What is given is good until it returns.
    std::function<void(store::PlaySum const&)> known;
    std::function<void(store::PlaySum const&)> unproven;  ///< of unset clocks (时间未证实)
};

/// Of all screens, plays that begin in [when.begin, when.end). Whole hours are summed already; only
/// what sticks out at the ends is counted row by row, and hours of screens with plays of both kinds
/// where they are to be told `apart`; if not, all are given to `known`.
void takeSums(store::Tx const& tx, Interval const& when, bool apart, SumTakers const& take);

}  // namespace tocsin::reports
