// SPDX-License-Identifier: Apache-2.0
#include "faults.hpp"

#include <gtest/gtest.h>

namespace tocsin::swarm {
namespace {

constexpr std::uint64_t kPlayers = 10'000;

Faults some() {
    Faults out;
    out.latePercent = 20;
    out.late = Milliseconds(300);
    out.lostPercent = 10;
    out.doublePercent = 5;
    out.slowPercent = 30;
    out.offlinePercent = 7;
    out.offline = Milliseconds(2'000);
    return out;
}

template <class Holds>
double shareOf(Holds const& holds) {
    int count = 0;
    for (std::uint64_t player = 0; player < kPlayers; ++player) {
        count += holds(player) ? 1 : 0;
    }
    return 100.0 * count / static_cast<double>(kPlayers);
}

TEST(Faults, HitAsManyAsTheyAreToldTo) {
    auto const faults = some();
    EXPECT_NEAR(shareOf([&](auto p) { return fateOf(faults, 1, p, 0).lost; }), 10, 1.5);
    EXPECT_NEAR(shareOf([&](auto p) { return fateOf(faults, 1, p, 3).twice; }), 4.5, 1);
    EXPECT_NEAR(shareOf([&](auto p) { return fateOf(faults, 1, p, 3).late == Milliseconds(300); }),
                18, 2);
    EXPECT_NEAR(shareOf([&](auto p) { return readsSlowly(faults, 1, p); }), 30, 2);
    EXPECT_NEAR(shareOf([&](auto p) { return goesAway(faults, 1, p); }), 7, 1.5);
}

TEST(Faults, AreTheSameForTheSameSeedAndOthersForAnother) {
    auto const faults = some();
    bool differs = false;
    for (std::uint64_t player = 0; player < 200; ++player) {
        EXPECT_EQ(fateOf(faults, 7, player, 1), fateOf(faults, 7, player, 1));
        differs = differs || fateOf(faults, 7, player, 1) != fateOf(faults, 8, player, 1);
    }
    EXPECT_TRUE(differs);
}

TEST(Faults, LoseNoPlayersAnswersForEver) {
    auto const faults = some();
    for (std::uint64_t player = 0; player < kPlayers; ++player) {
        std::uint64_t count = 0;
        while (fateOf(faults, 1, player, count).lost) {
            ++count;
        }
        ASSERT_LT(count, 10U);
    }
}

TEST(Faults, DoNotMoveWhenAnotherIsAdded) {
    auto const before = some();
    auto after = before;
    after.slowPercent = 0;
    after.doublePercent = 100;
    for (std::uint64_t player = 0; player < 500; ++player) {
        EXPECT_EQ(fateOf(before, 1, player, 0).lost, fateOf(after, 1, player, 0).lost);
        EXPECT_EQ(goesAway(before, 1, player), goesAway(after, 1, player));
    }
}

TEST(Faults, AreNoneUnlessAskedFor) {
    for (std::uint64_t player = 0; player < 500; ++player) {
        EXPECT_EQ(fateOf({}, 1, player, 0), Fate{});
        EXPECT_FALSE(readsSlowly({}, 1, player) || goesAway({}, 1, player));
        EXPECT_EQ(cutAt({}, 1, player, 0), Cut::none);
        EXPECT_FALSE(beginsEpoch({}, 1, player));
    }
}

TEST(Faults, CutConnectionsBeforeAndAfterABatch) {
    Faults faults;
    faults.cutPercent = 30;
    faults.epochPercent = 50;
    int before = 0, after = 0, epochs = 0;
    for (std::uint64_t count = 0; count < 1'000; ++count) {
        before += cutAt(faults, 1, 4, count) == Cut::before ? 1 : 0;
        after += cutAt(faults, 1, 4, count) == Cut::after ? 1 : 0;
        epochs += beginsEpoch(faults, 1, count) ? 1 : 0;
    }
    EXPECT_NEAR(before, 150, 50);
    EXPECT_NEAR(after, 150, 50);
    EXPECT_NEAR(epochs, 500, 70);
}

TEST(Faults, KeepAPlayerForOnceToThreeTimesAsLongAsItWillBeAway) {
    auto const faults = some();
    auto least = Milliseconds::max();
    auto most = Milliseconds::zero();
    for (std::uint64_t count = 0; count < 500; ++count) {
        auto const stays = staysFor(faults, 1, 4, count);
        least = std::min(least, stays);
        most = std::max(most, stays);
    }
    EXPECT_GE(least, Milliseconds(2'000));
    EXPECT_LE(most, Milliseconds(6'000));
    EXPECT_GT(most - least, Milliseconds(3'000));
}

}  // namespace
}  // namespace tocsin::swarm
