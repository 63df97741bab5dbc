// SPDX-License-Identifier: Apache-2.0
#include "tocsin/access/attempts.hpp"

#include <gtest/gtest.h>

namespace tocsin::access {
namespace {

class AttemptsTest : public testing::Test {
protected:
    bool mayTry(std::string const& account, std::string const& address) {
        return !attempts.wait(account, address, now);
    }
    /// Fails once a minute, so that the address as such is never too quick.
    void fail(std::string const& account, std::string const& address, int times) {
        for (int i = 0; i < times; ++i) {
            attempts.failed(account, address, now);
            now += Milliseconds(10'000);
        }
    }
    Attempts attempts;
    Instant now = fromMillis(1'780'000'000'000);
};

TEST_F(AttemptsTest, FiveWrongOnesInARowMakeTheAccountWaitAtThatAddressAlone) {
    fail("li", "10.0.0.9", 4);
    EXPECT_TRUE(mayTry("li", "10.0.0.9"));
    EXPECT_TRUE(attempts.failed("li", "10.0.0.9", now)) << "the one with which it begins";
    EXPECT_FALSE(mayTry("li", "10.0.0.9"));
    EXPECT_TRUE(mayTry("li", "10.0.0.7"));
    EXPECT_TRUE(mayTry("wang", "10.0.0.9"));
    now += Milliseconds(300'000);
    EXPECT_TRUE(mayTry("li", "10.0.0.9"));
}

TEST_F(AttemptsTest, EachFurtherSeriesWaitsTwiceAsLongUpToAnHour) {
    Milliseconds before{0};
    for (int series = 0; series < 3; ++series) {
        fail("li", "a", 4);
        attempts.failed("li", "a", now);
        auto const wait = attempts.wait("li", "a", now).value();
        EXPECT_EQ(wait, before.count() == 0 ? Milliseconds(300'000) : before * 2);
        before = wait;
        now += wait;
    }
}

TEST_F(AttemptsTest, ManyWrongOnesFromEverywhereLockOutStrangersButNotWhereThePersonSits) {
    attempts.succeeded("li", "office", now);
    for (int i = 0; i < 20; ++i) {
        attempts.failed("li", "10.0.0." + std::to_string(i), now);
    }
    EXPECT_FALSE(mayTry("li", "10.9.9.9"));
    EXPECT_TRUE(mayTry("li", "office"));
}

TEST_F(AttemptsTest, AnAddressHasTenTriesAMinuteWhateverTheAccounts) {
    for (int i = 0; i < 10; ++i) {
        EXPECT_TRUE(mayTry("x" + std::to_string(i), "a"));
        attempts.failed("x" + std::to_string(i), "a", now);
    }
    EXPECT_FALSE(mayTry("y", "a"));
    EXPECT_TRUE(mayTry("y", "b"));
    now += Milliseconds(60'000);
    EXPECT_TRUE(mayTry("y", "a"));
}

TEST_F(AttemptsTest, SuccessAndAnAdministratorForgive) {
    fail("li", "a", 4);
    attempts.succeeded("li", "a", now);
    fail("li", "a", 4);
    EXPECT_TRUE(mayTry("li", "a"));
    attempts.failed("li", "a", now);
    EXPECT_FALSE(mayTry("li", "a"));
    now += Milliseconds(60'000);
    attempts.forgive("li");
    EXPECT_TRUE(mayTry("li", "a"));
}

TEST_F(AttemptsTest, RemembersNoMoreThanItMay) {
    AttemptLimits limits;
    limits.kept = 3;
    limits.ofHouse = 1'000;
    Attempts small(limits);
    for (int i = 0; i < 100; ++i) {
        small.failed("x" + std::to_string(i), "address" + std::to_string(i), now);
        now += Milliseconds(1);
    }
    for (int i = 0; i < 4; ++i) {
        small.failed("x99", "address99", now);
    }
    EXPECT_TRUE(small.wait("x99", "address99", now)) << "the newest are kept";
}

TEST_F(AttemptsTest, InAFloodAnAddressIsWrongOnceAMinuteAndWhoeverIsKnownIsNotHeldUp) {
    attempts.succeeded("li", "office", now);
    attempts.failed("wang", "quiet", now - Milliseconds(60'000));
    for (int i = 0; i < 60; ++i) {
        EXPECT_TRUE(mayTry("x" + std::to_string(i), "10.0.0." + std::to_string(i)));
        attempts.failed("x" + std::to_string(i), "10.0.0." + std::to_string(i), now);
    }
    EXPECT_FALSE(mayTry("y", "10.0.0.1")) << "of accounts that are there and that are not";
    EXPECT_TRUE(mayTry("y", "10.0.1.1")) << "the first try of an address is compared";
    EXPECT_TRUE(mayTry("wang", "quiet")) << "that was wrong in another minute";
    attempts.failed("y", "office", now);
    EXPECT_FALSE(mayTry("y", "office"));
    EXPECT_TRUE(mayTry("li", "office"));
    EXPECT_TRUE(attempts.isKnown("li", "office", now));
    now += Milliseconds(60'000);
    EXPECT_TRUE(mayTry("y", "10.0.0.1")) << "the flood is over";
}

TEST_F(AttemptsTest, AnAddressThatIsTooQuickDoesNotHoldUpWhoSignedInThereBefore) {
    attempts.succeeded("li", "proxy", now);
    for (int i = 0; i < 10; ++i) {
        attempts.failed("x" + std::to_string(i), "proxy", now);
    }
    EXPECT_FALSE(mayTry("wang", "proxy"));
    EXPECT_TRUE(mayTry("li", "proxy"));
}

TEST_F(AttemptsTest, APairIsKnownThirtyDaysAndNotWhileItWaits) {
    EXPECT_FALSE(attempts.isKnown("li", "office", now));
    attempts.remember("li", "office", now);
    EXPECT_TRUE(attempts.isKnown("li", "office", now));
    EXPECT_FALSE(attempts.isKnown("wang", "office", now));
    for (int i = 0; i < 5; ++i) {
        attempts.failed("li", "office", now);
    }
    EXPECT_FALSE(attempts.isKnown("li", "office", now));
    EXPECT_FALSE(mayTry("li", "office")) << "its own mistakes count";
    now += std::chrono::hours(24 * 30) - Milliseconds(1);
    EXPECT_TRUE(attempts.isKnown("li", "office", now));
    now += Milliseconds(1);
    EXPECT_FALSE(attempts.isKnown("li", "office", now));
}

TEST_F(AttemptsTest, StrangersMakeNoKnownPairForgotten) {
    AttemptLimits limits;
    limits.kept = 3;
    limits.keptKnown = 2;
    Attempts small(limits);
    small.succeeded("li", "office", now);
    for (int i = 0; i < 100; ++i) {
        now += Milliseconds(1);
        small.failed("x" + std::to_string(i), "address" + std::to_string(i), now);
    }
    EXPECT_TRUE(small.isKnown("li", "office", now));
    small.succeeded("wang", "office", now);
    small.succeeded("zhao", "office", now);
    EXPECT_FALSE(small.isKnown("li", "office", now)) << "the oldest goes first";
    EXPECT_TRUE(small.isKnown("zhao", "office", now));
}

TEST_F(AttemptsTest, ANetworkOfIPv6CountsAsOneAddress) {
    EXPECT_EQ(networkOf("2001:db8:0:1:2:3:4:5"), "2001:db8:0:1::/64");
    EXPECT_EQ(networkOf("fe80::1%eth0"), "fe80::/64");
    EXPECT_EQ(networkOf("::1"), "::1");
    EXPECT_EQ(networkOf("192.0.2.1"), "192.0.2.1");
    EXPECT_EQ(networkOf(""), "");
    for (int i = 0; i < 10; ++i) {
        attempts.failed("x" + std::to_string(i), "2001:db8::" + std::to_string(i), now);
    }
    EXPECT_FALSE(mayTry("y", "2001:db8::ffff:1"));
    EXPECT_TRUE(mayTry("y", "2001:db8:0:1::1"));
    attempts.succeeded("li", "2001:db8:7::1", now);
    EXPECT_TRUE(attempts.isKnown("li", "2001:db8:7::2", now));
}

}  // namespace
}  // namespace tocsin::access
