// SPDX-License-Identifier: Apache-2.0
#include "tocsin/session/fleet_time.hpp"

#include <gtest/gtest.h>

namespace tocsin::session {
namespace {

/// A round with the controller `offset` ahead; the way there takes `there` ms, the way back `back`
/// ms.
void addRound(OffsetEstimator& estimator, std::int64_t offset, std::int64_t there,
              std::int64_t back, std::int64_t at = 1'000'000) {
    auto const t1 = at;
    auto const t2 = t1 + there + offset;
    auto const t3 = t2 + 3;
    auto const t4 = t3 - offset + back;
    estimator.add(fromMillis(t1), fromMillis(t2), fromMillis(t3), fromMillis(t4));
}

TEST(FleetTime, KnowsNothingWithoutASample) {
    EXPECT_FALSE(OffsetEstimator().estimate());
}

TEST(FleetTime, FindsTheOffsetOfASymmetricPath) {
    OffsetEstimator estimator;
    addRound(estimator, 3'600'000, 10, 10);
    EXPECT_EQ(estimator.estimate(), (ClockOffset{Milliseconds(3'600'000), Milliseconds(11)}));
    estimator = {};
    addRound(estimator, -250, 4, 4);
    EXPECT_EQ(estimator.estimate(), (ClockOffset{Milliseconds(-250), Milliseconds(5)}));
}

TEST(FleetTime, PrefersTheShortestRoundTrip) {
    OffsetEstimator estimator;
    addRound(estimator, 100, 200, 2);
    addRound(estimator, 100, 3, 3);
    addRound(estimator, 100, 5, 400);
    EXPECT_EQ(estimator.estimate()->offset, Milliseconds(100));
    EXPECT_EQ(estimator.estimate()->uncertainty, Milliseconds(4));
}

TEST(FleetTime, HoldsTheTruthWithinItsUncertaintyHoweverLopsidedThePath) {
    for (std::int64_t there = 0; there < 40; ++there) {
        for (std::int64_t back = 0; back < 40; ++back) {
            OffsetEstimator estimator;
            addRound(estimator, 77, there, back);
            auto const found = *estimator.estimate();
            ASSERT_LE(std::chrono::abs(found.offset - Milliseconds(77)), found.uncertainty);
        }
    }
}

TEST(FleetTime, ASlowAnswerDoesNotReplaceAGoodOne) {
    OffsetEstimator estimator;
    addRound(estimator, 0, 2, 2);
    addRound(estimator, 0, 2'600, 2);  // looks like an offset of 1.3 s
    EXPECT_EQ(estimator.estimate()->offset, Milliseconds(0));
}

TEST(FleetTime, ForgetsItsSamplesWhenItIsTold) {
    OffsetEstimator estimator;
    addRound(estimator, 100, 2, 2);
    estimator.clear();
    EXPECT_FALSE(estimator.estimate());
    addRound(estimator, 0, 40, 40);
    EXPECT_EQ(estimator.estimate()->offset, Milliseconds(0));
}

TEST(FleetTime, FollowsAClockThatWasSet) {
    OffsetEstimator estimator;
    addRound(estimator, 0, 2, 2);
    addRound(estimator, 5'000, 30, 30);
    EXPECT_EQ(estimator.estimate()->offset, Milliseconds(5'000));
}

TEST(FleetTime, IgnoresImpossibleSamplesAndForgetsOldOnes) {
    OffsetEstimator estimator;
    addRound(estimator, 0, -5, -5);
    EXPECT_FALSE(estimator.estimate());
    addRound(estimator, 10, 1, 1);
    for (int i = 0; i < 16; ++i) {
        addRound(estimator, 20, 30, 30);
    }
    EXPECT_EQ(estimator.estimate()->offset, Milliseconds(20));
}

}  // namespace
}  // namespace tocsin::session
