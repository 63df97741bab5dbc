// SPDX-License-Identifier: Apache-2.0
#include "tocsin/reports/interval.hpp"

#include <algorithm>

namespace tocsin::reports {

Intervals united(std::vector<Interval> intervals) {
    std::sort(intervals.begin(), intervals.end());
    Intervals out;
    for (auto const& one : intervals) {
        if (one.empty()) {
            continue;
        }
        if (!out.empty() && one.begin <= out.back().end) {
            out.back().end = std::max(out.back().end, one.end);
        } else {
            out.push_back(one);
        }
    }
    return out;
}

Intervals intersection(Intervals const& a, Intervals const& b) {
    Intervals out;
    for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
        Interval const common{std::max(i->begin, j->begin), std::min(i->end, j->end)};
        if (!common.empty()) {
            out.push_back(common);
        }
        (i->end < j->end ? i : j)++;
    }
    return out;
}

Intervals difference(Intervals const& a, Intervals const& b) {
    Intervals out;
    auto j = b.begin();
    for (auto left : a) {
        for (; j != b.end() && j->end <= left.begin; ++j) {
        }
        for (auto k = j; k != b.end() && k->begin < left.end; ++k) {
            if (left.begin < k->begin) {
                out.push_back({left.begin, k->begin});
            }
            left.begin = std::max(left.begin, k->end);
        }
        if (!left.empty()) {
            out.push_back(left);
        }
    }
    return out;
}

Milliseconds lengthOf(Intervals const& intervals) {
    Milliseconds out{0};
    for (auto const& one : intervals) {
        out += one.length();
    }
    return out;
}

}  // namespace tocsin::reports
