// SPDX-License-Identifier: Apache-2.0
#include "tocsin/session/backoff.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace tocsin::session {
namespace {

constexpr auto kHighest = std::numeric_limits<std::uint64_t>::max();

TEST(Backoff, DoublesItsBoundUpToTheLimit) {
    Backoff backoff({Milliseconds(500), Milliseconds(3'000), Milliseconds(30'000)});
    // The highest random number gives the bound less one millisecond.
    EXPECT_EQ(backoff.next(kHighest), Milliseconds(499));
    EXPECT_EQ(backoff.next(kHighest), Milliseconds(999));
    EXPECT_EQ(backoff.next(kHighest), Milliseconds(1'999));
    EXPECT_EQ(backoff.next(kHighest), Milliseconds(2'999));
    EXPECT_EQ(backoff.next(kHighest), Milliseconds(2'999));
    EXPECT_EQ(backoff.failures(), 5);
}

TEST(Backoff, SpreadsOverTheWholeBoundButNeverBelowATenth) {
    for (auto const& [random, expected] :
         {std::pair{std::uint64_t{0}, 50}, {kHighest / 2 + 1, 250}, {kHighest / 4 + 1, 125}}) {
        Backoff backoff;
        EXPECT_EQ(backoff.next(random), Milliseconds(expected));
    }
}

TEST(Backoff, ResetsAfterAStableSession) {
    Backoff backoff;
    (void)backoff.next(0);
    (void)backoff.next(0);
    backoff.sessionEnded(Milliseconds(29'999));
    EXPECT_EQ(backoff.failures(), 2);
    backoff.sessionEnded(Milliseconds(30'000));
    EXPECT_EQ(backoff.failures(), 0);
    EXPECT_EQ(backoff.next(kHighest), Milliseconds(499));
}

TEST(Backoff, StaysBoundedForEver) {
    Backoff backoff;
    for (int i = 0; i < 10'000; ++i) {
        auto const delay = backoff.next(kHighest);
        ASSERT_LE(delay, Milliseconds(30'000));
        ASSERT_GT(delay, Milliseconds(0));
    }
    EXPECT_EQ(backoff.next(kHighest), Milliseconds(29'999));
}

}  // namespace
}  // namespace tocsin::session
