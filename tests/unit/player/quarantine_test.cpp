// SPDX-License-Identifier: Apache-2.0
// Two crashes are no accident.
#include "director/quarantine.hpp"

#include "player_fixtures.hpp"

namespace tocsin::player {
namespace {

class QuarantineTest : public testing::Test {
protected:
    Quarantine opened(Instant now = morning(0)) { return {file, now, silentLog()}; }
    bool barred(Digest const& rendition, Instant now = morning(0)) {
        return opened(now).barred().contains(rendition);
    }
    std::filesystem::path const file = freshFolder() / "strikes";
    Digest const film = digestOf("film");
    Digest const other = digestOf("other");
};

TEST_F(QuarantineTest, TheSecondCrashBarsAnItemAndARestartKnowsOfTheFirst) {
    opened().strike(film, "SIGSEGV", morning(0));
    EXPECT_FALSE(barred(film));
    opened().strike(film, "SIGABRT", morning(1'000));
    auto const now = opened().barred();
    ASSERT_EQ(now.size(), 1U);
    EXPECT_EQ(now.at(film), "quarantined: crashed the player 2 times, last with SIGABRT");
}

TEST_F(QuarantineTest, CrashesOfDifferentItemsAreNotAddedUp) {
    opened().strike(film, "SIGSEGV", morning(0));
    opened().strike(other, "SIGSEGV", morning(1'000));
    EXPECT_TRUE(opened().barred().empty());
}

TEST_F(QuarantineTest, WhatNoManifestNamesIsForgotten) {
    auto quarantine = opened();
    for (auto const& rendition : {film, film, other, other}) {
        quarantine.strike(rendition, "SIGSEGV", morning(0));
    }
    quarantine.retain({other});
    EXPECT_FALSE(barred(film));
    EXPECT_TRUE(barred(other));
}

TEST_F(QuarantineTest, APersonLiftsIt) {
    auto quarantine = opened();
    quarantine.strike(film, "SIGSEGV", morning(0));
    quarantine.strike(film, "SIGSEGV", morning(0));
    quarantine.lift();
    EXPECT_FALSE(barred(film));
}

TEST_F(QuarantineTest, ItIsForgottenThirtyDaysAfterTheLastCrash) {
    auto quarantine = opened();
    quarantine.strike(film, "SIGSEGV", morning(0));
    quarantine.strike(film, "SIGSEGV", morning(0));
    EXPECT_TRUE(barred(film, morning(0) + std::chrono::days(29)));
    EXPECT_FALSE(barred(film, morning(0) + std::chrono::days(30)));
}

TEST_F(QuarantineTest, ADamagedFileKeepsNobodyFromPlaying) {
    ASSERT_TRUE(files::replace(file, "tocsin-strikes/1\nxyz 7\n"));
    EXPECT_TRUE(opened().barred().empty());
    ASSERT_TRUE(files::replace(file, "something else"));
    auto quarantine = opened();
    quarantine.strike(film, "SIGSEGV", morning(0));
    quarantine.strike(film, "SIGSEGV", morning(0));
    EXPECT_TRUE(barred(film));
}

}  // namespace
}  // namespace tocsin::player
