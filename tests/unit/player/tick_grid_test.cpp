// SPDX-License-Identifier: Apache-2.0
// The tick grid: exact at every rate.
#include "timing/tick_grid.hpp"

#include <gtest/gtest.h>

#include "player_fixtures.hpp"

namespace tocsin::player {
namespace {

class TickGridAt : public testing::TestWithParam<Rate> {};

TEST_P(TickGridAt, NoTickIsLostOrDoubledOverPlayBoundaries) {
    TickGrid const grid(GetParam());
    std::int64_t t = kMorning;
    auto next = grid.firstAt(fromMillis(t));
    // Plays of awkward lengths, edge to edge.
    for (int i = 0; i < 5000; ++i) {
        std::int64_t const end = t + 1 + (i * 7919) % 3001;
        ASSERT_EQ(grid.firstAt(fromMillis(t)), next);
        auto const after = grid.firstAt(fromMillis(end));
        for (auto tick = next; tick < after; ++tick) {
            ASSERT_GE(toMillis(grid.instantOf(tick)), t);
            ASSERT_LT(toMillis(grid.instantOf(tick)), end);
        }
        next = after;
        t = end;
    }
}

TEST_P(TickGridAt, TickAtInvertsDueOf) {
    TickGrid const grid(GetParam());
    auto const first = grid.firstAt(fromMillis(kMorning));
    for (auto tick = first; tick < first + 2000; ++tick) {
        auto const due = grid.dueOf(tick);
        ASSERT_EQ(grid.tickAt(due), tick);
        ASSERT_EQ(grid.tickAt(due - std::chrono::nanoseconds(1)), tick - 1);
    }
}

TEST_P(TickGridAt, ASecondHoldsAsManyTicksAsTheRateSays) {
    auto const rate = GetParam();
    TickGrid const grid(rate);
    auto const first = grid.firstAt(fromMillis(kMorning));
    auto const last = grid.firstAt(fromMillis(kMorning + 1000 * rate.den));
    EXPECT_EQ(last - first, rate.num);
    EXPECT_EQ(grid.millisOf(rate.num), 1000 * rate.den);
}

INSTANTIATE_TEST_SUITE_P(Rates, TickGridAt,
                         testing::Values(Rate{25, 1}, Rate{30, 1}, Rate{30000, 1001}, Rate{50, 1},
                                         Rate{60, 1}));

TEST(TickGrid, PositionsAreWholeTicksFromTheFirst) {
    TickGrid const grid({30000, 1001});
    EXPECT_EQ(grid.positionOf(0).count(), 0);
    EXPECT_EQ(grid.positionOf(30000).count(), 1001LL * 1'000'000);
}

}  // namespace
}  // namespace tocsin::player
