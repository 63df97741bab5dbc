// SPDX-License-Identifier: Apache-2.0
// Half-open intervals of instants, and sets of them.
#pragma once

#include <vector>

#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::reports {

struct Interval {
    Instant begin, end;
    [[nodiscard]] bool empty() const noexcept { return end <= begin; }
    [[nodiscard]] Milliseconds length() const noexcept { return end - begin; }
    auto operator<=>(Interval const&) const = default;
};

/// Ascending, disjoint, not touching, none empty.
using Intervals = std::vector<Interval>;

/// Whatever order and overlaps they come in.
[[nodiscard]] Intervals united(std::vector<Interval> intervals);
[[nodiscard]] Intervals intersection(Intervals const& a, Intervals const& b);
[[nodiscard]] Intervals difference(Intervals const& a, Intervals const& b);
[[nodiscard]] Milliseconds lengthOf(Intervals const& intervals);

}  // namespace tocsin::reports
