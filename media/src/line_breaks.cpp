// SPDX-License-Identifier: Apache-2.0
// Dynamic programming over the places where lines may end.
#include "line_breaks.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace tocsin::media::detail {
namespace {

struct Choice {
    std::int64_t cost = std::numeric_limits<std::int64_t>::max();
    std::size_t from = 0;  // the place before, plus one; 0 is the start of the text
};

/// A line that ends inside a phrase counts as this much wider.
constexpr int kBadPercent = 45;

}  // namespace

LineBreaks breakInto(std::vector<BreakPlace> const& places, std::size_t lines,
                     std::int64_t mostWidth) {
    auto const count = places.size();
    // best[n][i]: the text up to place i - 1 in n lines, its widest line as narrow as can be.
    std::vector<std::vector<Choice>> best(lines + 1, std::vector<Choice>(count + 1));
    best[0][0].cost = 0;
    for (std::size_t n = 1; n <= lines; ++n) {
        for (std::size_t end = 1; end <= count; ++end) {
            auto const& place = places[end - 1];
            for (std::size_t from = end; from-- > 0;) {
                // A forced end inside the line rules out every earlier start too.
                if (from + 1 < end && places[from].must) {
                    break;
                }
                auto const start =
                    from == 0 ? 0 : places[from - 1].position + places[from - 1].skip;
                std::int64_t const width = place.position - start;
                if (width > mostWidth) {
                    break;  // earlier starts make it wider still
                }
                auto const before = best[n - 1][from].cost;
                if (before == std::numeric_limits<std::int64_t>::max()) {
                    continue;
                }
                std::int64_t const felt =
                    place.good || place.must ? width : width * (100 + kBadPercent) / 100 + 1;
                auto const cost = std::max(before, felt);
                // Among equals the later start: a short first line reads worse than a short last
                // one.
                if (cost < best[n][end].cost) {
                    best[n][end] = {cost, from};
                }
            }
        }
    }
    LineBreaks out;
    if (best[lines][count].cost == std::numeric_limits<std::int64_t>::max()) {
        return out;
    }
    for (std::size_t n = lines, end = count; n > 0; --n) {
        out.ends.push_back(end - 1);
        auto const from = best[n][end].from;
        auto const start = from == 0 ? 0 : places[from - 1].position + places[from - 1].skip;
        out.widest = std::max(out.widest, places[end - 1].position - start);
        out.bad += places[end - 1].good || places[end - 1].must ? 0 : 1;
        end = from;
    }
    std::ranges::reverse(out.ends);
    return out;
}

LineBreaks breakAtGood(std::vector<BreakPlace> const& places, std::size_t lines) {
    std::vector<BreakPlace> good;
    std::vector<std::size_t> index;
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (places[i].good || places[i].must) {
            good.push_back(places[i]);
            index.push_back(i);
        }
    }
    auto out = breakInto(good, lines);
    for (auto& end : out.ends) {
        end = index[end];
    }
    return out;
}

}  // namespace tocsin::media::detail
