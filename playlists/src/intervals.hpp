// SPDX-License-Identifier: Apache-2.0
// Sets of half-open intervals of UTC milliseconds: sorted, disjoint, not touching, none empty.
#pragma once

#include <cstdint>
#include <vector>

namespace tocsin::playlists::detail {

struct Interval {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    [[nodiscard]] std::int64_t length() const noexcept { return end - begin; }
    bool operator==(Interval const&) const = default;
};
using Intervals = std::vector<Interval>;

/// Sorts, drops empty ones, joins what overlaps or touches.
[[nodiscard]] Intervals normalised(Intervals intervals);
[[nodiscard]] Intervals intersection(Intervals const& a, Intervals const& b);
[[nodiscard]] Intervals difference(Intervals const& a, Intervals const& b);
[[nodiscard]] std::int64_t totalOf(Intervals const& intervals);
[[nodiscard]] std::int64_t longestOf(Intervals const& intervals);
/// How much of the set lies before `t`.
[[nodiscard]] std::int64_t totalBefore(Intervals const& intervals, std::int64_t t);
/// The interval that contains `t`, or the first one after it; end() if there is none.
[[nodiscard]] Intervals::const_iterator atOrAfter(Intervals const& intervals, std::int64_t t);

}  // namespace tocsin::playlists::detail
