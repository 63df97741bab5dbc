// SPDX-License-Identifier: Apache-2.0
#include "feed_patience.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace tocsin::warnings {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

Instant const kNow = parseInstant("2026-06-01T08:00:00Z").value();

TEST(FeedPatience, WaitsDoubleWithEachFailureUpToAQuarterOfAnHour) {
    auto const least = [](int failures) { return waitAfter(failures, seconds(60), 0); };
    EXPECT_EQ(least(1), seconds(48));
    EXPECT_EQ(least(2), seconds(96));
    EXPECT_EQ(least(3), seconds(192));
    EXPECT_EQ(least(4), seconds(384));
    EXPECT_EQ(least(5), minutes(12));
    EXPECT_EQ(least(1'000'000), minutes(12));
    EXPECT_EQ(waitAfter(1, seconds(15), 0), seconds(12));
}

TEST(FeedPatience, NoTwoFeedsWaitForTheSameTime) {
    Milliseconds least = hours(1), most{0};
    for (std::uint64_t random = 0; random < 40'000; random += 7) {
        auto const wait = waitAfter(2, seconds(60), random);
        least = std::min(least, wait);
        most = std::max(most, wait);
    }
    EXPECT_GE(least, seconds(96));
    EXPECT_LT(least, seconds(97));
    EXPECT_LE(most, seconds(120));
    EXPECT_GT(most, seconds(119));
    EXPECT_LE(waitAfter(9, seconds(60), std::numeric_limits<std::uint64_t>::max()), minutes(15));
}

TEST(FeedPatience, WaitsAsLongAsAServerAsksWithinReason) {
    EXPECT_EQ(retryAfter("120", kNow), seconds(120));
    EXPECT_EQ(retryAfter(" 0 ", kNow), seconds(0));
    EXPECT_EQ(retryAfter("86400", kNow), minutes(15));
    EXPECT_EQ(retryAfter("99999999999999999999999", kNow), minutes(15));
    EXPECT_EQ(retryAfter("Mon, 01 Jun 2026 08:05:00 GMT", kNow), minutes(5));
    EXPECT_EQ(retryAfter("Mon, 01 Jun 2026 07:05:00 GMT", kNow), seconds(0));
    EXPECT_EQ(retryAfter("Tue, 02 Jun 2026 08:05:00 GMT", kNow), minutes(15));
    for (auto const* wrong :
         {"", "soon", "-5", "1.5", "Mon, 31 Feb 2026 08:05:00 GMT", "Mon, 01 Jum 2026 08:05:00 GMT",
          "Mon, 01 Jun 2026 24:05:00 GMT", "Monday, 01-Jun-26 08:05:00 GMT",
          "Mon, 01 Jun 2026 08:05:00 CST", "Mon, 01 Jun -026 08:05:00 GMT"}) {
        EXPECT_EQ(retryAfter(wrong, kNow), seconds(0)) << wrong;
    }
}

TEST(FeedPatience, ThousandMessagesAnHourAreTakenAllAtOnceIfNeedBe) {
    FeedAllowance allowance;
    auto now = Milliseconds(500);  // a machine that has just started
    int taken = 0;
    for (; allowance.ready() <= now && taken < 10'000; ++taken) {
        allowance.spend(100, now);
    }
    EXPECT_NEAR(taken, 1'000, 1);
    now += minutes(6);
    for (; allowance.ready() <= now && taken < 10'000; ++taken) {
        allowance.spend(100, now);
    }
    EXPECT_NEAR(taken, 1'100, 2);
}

TEST(FeedPatience, SoAreSixtyFourMebibytes) {
    FeedAllowance allowance;
    int taken = 0;
    for (; allowance.ready() <= Milliseconds(500) && taken < 10'000; ++taken) {
        allowance.spend(4 << 20, Milliseconds(500));
    }
    EXPECT_NEAR(taken, 16, 1);
}

}  // namespace
}  // namespace tocsin::warnings
