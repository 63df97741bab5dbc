// SPDX-License-Identifier: Apache-2.0
#include "held_warnings.hpp"

#include <gtest/gtest.h>

#include "swarm_fixtures.hpp"

namespace tocsin::swarm {
namespace {

using messages::WarningAction;

Instant at(std::int64_t ms) {
    return fromMillis(kNow + ms);
}

class Held : public testing::Test {
protected:
    HeldWarnings::Taken take(messages::Warning const& warning, std::int64_t ms,
                             playlists::WarningLook look = playlists::WarningLook::takeover) {
        auto target = targetsOf(1)[0];
        target.look = look;
        return held.take(warning, target, at(ms));
    }
    HeldWarnings held;
};

TEST_F(Held, AWarningIsReceivedVerifiedShownAndOver) {
    auto const taken = take(warningOf(), 10);
    EXPECT_TRUE(taken.isNew);
    EXPECT_TRUE(taken.shows);
    ASSERT_EQ(taken.receipts.size(), 1U);
    EXPECT_EQ(taken.receipts[0].received, at(10));
    EXPECT_EQ(taken.receipts[0].verified, at(10));
    EXPECT_FALSE(taken.receipts[0].onGlass);

    auto const shown = held.onGlass("w1", 1, at(50));
    ASSERT_TRUE(shown);
    EXPECT_EQ(shown->onGlass, at(50));
    EXPECT_TRUE(shown->lit);
    EXPECT_TRUE(held.shows(at(60)));
    EXPECT_FALSE(held.onGlass("w1", 1, at(90))) << "it is there already";

    EXPECT_TRUE(held.endExpired(at(599'999)).empty());
    auto const over = held.endExpired(at(600'000));
    ASSERT_EQ(over.size(), 1U);
    EXPECT_EQ(over[0].end, "expired");
    EXPECT_EQ(over[0].onGlass, at(50));
    EXPECT_TRUE(held.endExpired(at(700'000)).empty());
    EXPECT_FALSE(held.shows(at(700'000)));
}

TEST_F(Held, TheSameOneAgainIsAnsweredAsBefore) {
    take(warningOf(), 10);
    held.onGlass("w1", 1, at(50));
    auto const again = take(warningOf(), 5'000);
    EXPECT_FALSE(again.isNew);
    ASSERT_EQ(again.receipts.size(), 1U);
    EXPECT_EQ(again.receipts[0].received, at(10));
    EXPECT_EQ(again.receipts[0].onGlass, at(50));
}

TEST_F(Held, ALaterRevisionReplacesAndAnOlderOneIsRefused) {
    take(warningOf(1), 10);
    held.onGlass("w1", 1, at(50));
    auto const later = take(warningOf(3), 100);
    ASSERT_EQ(later.receipts.size(), 2U);
    EXPECT_EQ(later.receipts[0].revision, 3);
    EXPECT_EQ(later.receipts[1].revision, 1);
    EXPECT_EQ(later.receipts[1].end, "replaced");
    auto const older = take(warningOf(2), 200);
    EXPECT_FALSE(older.isNew);
    ASSERT_EQ(older.receipts.size(), 1U);
    EXPECT_FALSE(older.receipts[0].verified);
    EXPECT_FALSE(older.receipts[0].reason.empty());
    EXPECT_EQ(held.receipts().size(), 1U);
}

TEST_F(Held, AClearEndsItAtOnce) {
    take(warningOf(1), 10);
    auto const cleared = take(warningOf(2, WarningAction::clear), 100);
    EXPECT_FALSE(cleared.shows);
    ASSERT_EQ(cleared.receipts.size(), 2U);
    EXPECT_EQ(cleared.receipts[0].end, "cleared");
    EXPECT_EQ(cleared.receipts[0].ended, at(100));
    EXPECT_FALSE(held.onGlass("w1", 1, at(140)));
    EXPECT_FALSE(held.shows(at(140)));
}

TEST_F(Held, AScreenThatIsLeftOutShowsNothing) {
    auto const taken = take(warningOf(), 10, playlists::WarningLook::off);
    EXPECT_FALSE(taken.shows);
    EXPECT_EQ(taken.receipts.at(0).end, "off");
}

TEST_F(Held, OneThatIsOverIsNotShown) {
    auto const late = take(warningOf(), 600'000);
    EXPECT_FALSE(late.isNew);
    EXPECT_FALSE(late.receipts.at(0).verified);
}

TEST_F(Held, AreBounded) {
    for (std::size_t i = 0; i < HeldWarnings::kMost + 10; ++i) {
        auto warning = warningOf();
        warning.id = "w" + std::to_string(i);
        take(warning, 10);
    }
    EXPECT_EQ(held.receipts().size(), HeldWarnings::kMost);
    EXPECT_EQ(held.receipts().back().warning, "w" + std::to_string(HeldWarnings::kMost + 9));
}

}  // namespace
}  // namespace tocsin::swarm
