// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/ops/status.hpp"

namespace tocsin::ops {
namespace {

Instant const kNow = fromMillis(1'000'000);

class Judge : public testing::Test {
protected:
    Judge() {
        screen.player = messages::KeyPair::generate().publicKey();
        link.online = true;
        link.lastContact = kNow;
        link.status.emplace();
        link.status->state = "playing";
        link.status->asset = "aaaa";
        expected.emplace();
        expected->start = kNow - Milliseconds(5'000);
        expected->end = kNow + Milliseconds(5'000);
        expected->dark = false;
        expected->asset = AssetId("aaaa");
    }
    ScreenState state() const { return judge(screen, link, expected, kNow).state; }
    std::string cause() const { return judge(screen, link, expected, kNow).cause; }
    store::Screen screen;
    fleet::LinkState link;
    std::optional<playlists::Slot> expected;
};

TEST_F(Judge, PlayingIsShowingWhatTheTimelineSays) {
    EXPECT_EQ(state(), ScreenState::playing);
    EXPECT_EQ(cause(), "");
}

TEST_F(Judge, AnotherAssetIsOtherButForAMomentAroundAChange) {
    link.status->asset = "bbbb";
    EXPECT_EQ(state(), ScreenState::other);
    EXPECT_NE(cause(), "");
    expected->start = kNow - Milliseconds(1'000);
    EXPECT_EQ(state(), ScreenState::playing);
}

TEST_F(Judge, DarkIsGoodOnlyOnOrder) {
    link.status->state = "dark";
    EXPECT_EQ(state(), ScreenState::other);
    expected->dark = true;
    EXPECT_EQ(state(), ScreenState::dark);
}

TEST_F(Judge, SilenceIsOffline) {
    link.lastContact = kNow - Milliseconds(10'001);
    EXPECT_EQ(state(), ScreenState::offline);
    link.lastContact = kNow;
    link.online = false;
    EXPECT_EQ(state(), ScreenState::offline);
}

TEST_F(Judge, NoPlayerIsUnboundAndNoReportIsWaiting) {
    link.status.reset();
    EXPECT_EQ(state(), ScreenState::waiting);
    screen.player.reset();
    EXPECT_EQ(state(), ScreenState::unbound);
}

TEST_F(Judge, TheCauseIsThePlayersOwnFinding) {
    link.status->state = "fallback";
    link.status->findings = {"asset fire is missing"};
    EXPECT_EQ(state(), ScreenState::fallback);
    EXPECT_EQ(cause(), "asset fire is missing");
}

TEST_F(Judge, WithoutAPlanNothingIsKnown) {
    expected.reset();
    EXPECT_EQ(state(), ScreenState::unknown);
}

TEST(ScreenStateWords, AreThereInBothLanguages) {
    for (auto const state :
         {ScreenState::playing, ScreenState::other, ScreenState::dark, ScreenState::fallback,
          ScreenState::waiting, ScreenState::offline, ScreenState::unbound, ScreenState::unknown}) {
        EXPECT_FALSE(toString(state).empty());
        EXPECT_FALSE(toChinese(state).empty());
    }
}

}  // namespace
}  // namespace tocsin::ops
