// SPDX-License-Identifier: Apache-2.0
#include "tocsin/mail/back_off.hpp"

#include <gtest/gtest.h>

namespace tocsin::mail {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

TEST(MailBackOff, WaitsLongerEachTimeAndEndsWithinADay) {
    EXPECT_EQ(waitAfter(1), minutes(1));
    EXPECT_EQ(waitAfter(2), minutes(5));
    EXPECT_EQ(waitAfter(3), minutes(15));
    EXPECT_EQ(waitAfter(4), hours(1));
    Milliseconds all{0};
    std::int64_t failures = 1;
    for (auto wait = waitAfter(failures); wait; wait = waitAfter(++failures)) {
        EXPECT_TRUE(failures == 1 || *wait > *waitAfter(failures - 1));
        all += *wait;
    }
    EXPECT_EQ(failures, 8) << "so many tries there are";
    EXPECT_GT(all, hours(20));
    EXPECT_LE(all, hours(24));
    EXPECT_EQ(waitAfter(1'000'000), std::nullopt);
    EXPECT_EQ(waitAfter(0), minutes(1));
}

TEST(MailBackOff, AServerIsAskedAgainWithinAQuarterOfAnHour) {
    EXPECT_EQ(serverRest(1), minutes(1));
    EXPECT_EQ(serverRest(2), minutes(5));
    EXPECT_EQ(serverRest(3), minutes(15));
    EXPECT_EQ(serverRest(1'000'000), minutes(15));
}

}  // namespace
}  // namespace tocsin::mail
