// SPDX-License-Identifier: Apache-2.0
#include "tocsin/session/clock_drift.hpp"

#include <gtest/gtest.h>

namespace tocsin::session {
namespace {

constexpr std::int64_t kStart = 1'780'272'000'000;

/// One offset each five seconds of a clock that loses `ppm`, cut to milliseconds, wrong by up to
/// `noise` ms in turn.
DriftEstimator after(Milliseconds time, std::int64_t ppm, std::int64_t noise = 0) {
    DriftEstimator out;
    for (std::int64_t at = 0; at <= time.count(); at += 5'000) {
        auto const wrong = noise == 0 ? 0 : at / 5'000 % (2 * noise + 1) - noise;
        out.add(fromMillis(kStart + at),
                {Milliseconds(40 + at * ppm / 1'000'000 + wrong), Milliseconds(2 + noise)});
    }
    return out;
}

TEST(ClockDrift, IsUnknownForTheFirstMinutes) {
    EXPECT_FALSE(DriftEstimator().estimate());
    EXPECT_FALSE(after(std::chrono::minutes(9), 50).estimate());
    EXPECT_TRUE(after(std::chrono::minutes(13), 50).estimate());
}

TEST(ClockDrift, FindsTheRateOfFastAndSlowClocksWithinItsUncertainty) {
    for (auto const ppm : {-200, -17, 0, 3, 100}) {
        for (auto const noise : {0, 4}) {
            auto const found = after(std::chrono::hours(1), ppm, noise).estimate();
            ASSERT_TRUE(found);
            EXPECT_LE(std::abs(found->ppb - ppm * 1'000), found->uncertaintyPpb) << ppm;
            EXPECT_LE(found->uncertaintyPpb, 4'000);
        }
    }
}

TEST(ClockDrift, BecomesSurerWithTime) {
    auto const hour = *after(std::chrono::hours(1), 30, 4).estimate();
    auto const threeHours = *after(std::chrono::hours(3), 30, 4).estimate();
    EXPECT_LT(threeHours.uncertaintyPpb, hour.uncertaintyPpb / 2);
    EXPECT_NEAR(static_cast<double>(threeHours.ppb), 30'000, 200);
}

TEST(ClockDrift, FollowsANewRateWithinThreeHours) {
    auto estimator = after(std::chrono::hours(3), 100);
    for (std::int64_t at = 5'000; at <= 3 * 3'600'000; at += 5'000) {
        estimator.add(fromMillis(kStart + 3 * 3'600'000 + at),
                      {Milliseconds(40 + 1'080 + at * 20 / 1'000'000), Milliseconds(2)});
    }
    EXPECT_NEAR(static_cast<double>(estimator.estimate()->ppb), 20'000, 300);
}

TEST(ClockDrift, IsNotWhatSomebodySteersAClockBy) {
    EXPECT_FALSE(after(std::chrono::hours(1), 5'000).estimate());
}

TEST(ClockDrift, BeginsAnewWhenAClockWasSet) {
    auto estimator = after(std::chrono::hours(1), 30);
    ASSERT_TRUE(estimator.estimate());
    estimator.add(fromMillis(kStart + 3'605'000), {Milliseconds(300), Milliseconds(2)});
    EXPECT_FALSE(estimator.estimate());
}

TEST(ClockDrift, BeginsAnewWhenItIsTold) {
    auto estimator = after(std::chrono::hours(1), 30);
    estimator.clear();
    EXPECT_FALSE(estimator.estimate());
}

}  // namespace
}  // namespace tocsin::session
