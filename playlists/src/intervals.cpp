// SPDX-License-Identifier: Apache-2.0
// Sets of half-open intervals.
#include "intervals.hpp"

#include <algorithm>

namespace tocsin::playlists::detail {

Intervals normalised(Intervals intervals) {
    std::erase_if(intervals, [](Interval const& i) { return i.begin >= i.end; });
    std::sort(intervals.begin(), intervals.end(),
              [](Interval const& a, Interval const& b) { return a.begin < b.begin; });
    Intervals out;
    for (auto const& next : intervals) {
        if (!out.empty() && next.begin <= out.back().end) {
            out.back().end = std::max(out.back().end, next.end);
        } else {
            out.push_back(next);
        }
    }
    return out;
}

Intervals intersection(Intervals const& a, Intervals const& b) {
    Intervals out;
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        Interval const common{std::max(a[i].begin, b[j].begin), std::min(a[i].end, b[j].end)};
        if (common.begin < common.end) {
            out.push_back(common);
        }
        (a[i].end < b[j].end ? i : j) += 1;
    }
    return out;
}

Intervals difference(Intervals const& a, Intervals const& b) {
    Intervals out;
    for (auto rest : a) {
        for (auto cut = atOrAfter(b, rest.begin); cut != b.end() && cut->begin < rest.end; ++cut) {
            if (rest.begin < cut->begin) {
                out.push_back({rest.begin, cut->begin});
            }
            rest.begin = std::min(cut->end, rest.end);
        }
        if (rest.begin < rest.end) {
            out.push_back(rest);
        }
    }
    return out;
}

std::int64_t totalOf(Intervals const& intervals) {
    std::int64_t total = 0;
    for (auto const& i : intervals) {
        total += i.length();
    }
    return total;
}

std::int64_t longestOf(Intervals const& intervals) {
    std::int64_t longest = 0;
    for (auto const& i : intervals) {
        longest = std::max(longest, i.length());
    }
    return longest;
}

std::int64_t totalBefore(Intervals const& intervals, std::int64_t t) {
    std::int64_t total = 0;
    for (auto const& i : intervals) {
        if (i.begin >= t) {
            break;
        }
        total += std::min(i.end, t) - i.begin;
    }
    return total;
}

Intervals::const_iterator atOrAfter(Intervals const& intervals, std::int64_t t) {
    return std::partition_point(intervals.begin(), intervals.end(),
                                [t](Interval const& i) { return i.end <= t; });
}

}  // namespace tocsin::playlists::detail
