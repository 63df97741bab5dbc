// SPDX-License-Identifier: Apache-2.0
#include "tocsin/reports/interval.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace tocsin::reports {
namespace {

Interval span(std::int64_t begin, std::int64_t end) {
    return {fromMillis(begin), fromMillis(end)};
}

TEST(Intervals, WhatTouchesIsOneAndWhatIsEmptyIsNone) {
    EXPECT_EQ(united({span(5, 7), span(1, 3), span(3, 4), span(9, 9), span(6, 8), span(20, 2)}),
              (Intervals{span(1, 4), span(5, 8)}));
    EXPECT_EQ(lengthOf({span(1, 4), span(5, 8)}), Milliseconds(6));
}

TEST(Intervals, SetsBehaveAsSetsOfMilliseconds) {
    std::mt19937 random(7);
    auto const up = [&](int most) { return std::uniform_int_distribution<int>(0, most)(random); };
    for (int round = 0; round < 2'000; ++round) {
        std::vector<bool> in[2] = {std::vector<bool>(60), std::vector<bool>(60)};
        Intervals sets[2];
        for (int which = 0; which < 2; ++which) {
            std::vector<Interval> raw;
            for (auto n = up(5); n > 0; --n) {
                auto const begin = up(50);
                auto const end = begin + up(9);
                raw.push_back(span(begin, end));
                std::fill(in[which].begin() + begin, in[which].begin() + end, true);
            }
            sets[which] = united(raw);
        }
        auto const members = [](Intervals const& set) {
            std::vector<bool> out(60);
            for (auto const& one : set) {
                std::fill(out.begin() + toMillis(one.begin), out.begin() + toMillis(one.end), true);
            }
            return out;
        };
        auto const common = members(intersection(sets[0], sets[1]));
        auto const left = members(difference(sets[0], sets[1]));
        for (std::size_t t = 0; t < 60; ++t) {
            ASSERT_EQ(common[t], in[0][t] && in[1][t]) << "round " << round << " at " << t;
            ASSERT_EQ(left[t], in[0][t] && !in[1][t]) << "round " << round << " at " << t;
        }
    }
}

}  // namespace
}  // namespace tocsin::reports
