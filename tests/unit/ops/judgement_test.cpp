// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/ops/status.hpp"

namespace tocsin::ops {
namespace {

Instant const kNow = fromMillis(1'000'000);

PlannedSlot play(std::string const& id) {
    PlannedSlot planned;
    planned.slot.dark = id.empty();
    planned.slot.reason = "closed";
    planned.slot.asset = AssetId(id.empty() ? "" : "film");
    planned.playId = id;
    return planned;
}

class Judge : public testing::Test {
protected:
    Judge() {
        screen.player = messages::KeyPair::generate().publicKey();
        link.online = true;
        link.lastContact = kNow;
        link.status.emplace();
        link.status->state = "playing";
        link.status->playId = "aaaa";
        link.status->asset = "film";
        expected.now = play("aaaa");
    }
    ScreenState state() const { return judge(screen, link, expected, kNow).state; }
    std::string cause() const { return judge(screen, link, expected, kNow).cause; }
    store::Screen screen;
    fleet::LinkState link;
    Expectation expected;
};

TEST_F(Judge, PlayingIsShowingThePlannedPlay) {
    EXPECT_EQ(state(), ScreenState::playing);
    EXPECT_EQ(cause(), "");
}

TEST_F(Judge, AnotherPlayIsOtherButForTheNeighboursAroundAChange) {
    link.status->playId = "bbbb";
    EXPECT_EQ(state(), ScreenState::other);
    EXPECT_NE(cause(), "");
    expected.around = {play("cccc"), play("")};
    EXPECT_EQ(state(), ScreenState::other);
    expected.around.push_back(play("bbbb"));
    EXPECT_EQ(state(), ScreenState::playing);
}

TEST_F(Judge, AnotherAssetInThePlaceOfThePlannedOneIsOther) {
    link.status->asset = "another film";
    EXPECT_EQ(state(), ScreenState::other);
}

TEST_F(Judge, BlackByAnOrderIsAStateOfItsOwn) {
    link.status->state = "blanked";
    expected.blanked = "office: 演练";
    EXPECT_EQ(state(), ScreenState::blanked);
    EXPECT_EQ(cause(), "office: 演练");
    expected.blanked.reset();
    EXPECT_EQ(state(), ScreenState::other);
    EXPECT_NE(cause().find("not in force"), std::string::npos);
    link.status->state = "playing";
    expected.blanked = "office";
    EXPECT_EQ(state(), ScreenState::other) << "the order has not arrived";
    link.online = false;
    EXPECT_EQ(state(), ScreenState::offline);
}

TEST_F(Judge, AWarningIsAStateOfItsOwnWhileItStands) {
    link.status->state = "warning";
    link.status->playId = "";
    EXPECT_EQ(state(), ScreenState::other);
    EXPECT_NE(cause().find("not in force"), std::string::npos);
    expected.warned = true;
    EXPECT_EQ(state(), ScreenState::warning);
    EXPECT_EQ(cause(), "");
    expected.now.reset();
    EXPECT_EQ(state(), ScreenState::warning) << "it needs no plan";
    expected.blanked = "office";
    EXPECT_EQ(state(), ScreenState::warning) << "it comes before all else";
}

TEST_F(Judge, DarkIsGoodOnlyOnOrder) {
    link.status->state = "dark";
    link.status->playId = "";
    EXPECT_EQ(state(), ScreenState::other);
    expected.around = {play("")};
    EXPECT_EQ(state(), ScreenState::dark);
    expected.around.clear();
    expected.now = play("");
    EXPECT_EQ(state(), ScreenState::dark);
    EXPECT_EQ(cause(), "closed");
}

TEST_F(Judge, PlayingWhenItShouldBeDarkIsOther) {
    expected.now = play("");
    EXPECT_EQ(state(), ScreenState::other);
    link.status->playId = "";
    EXPECT_EQ(state(), ScreenState::other) << "a play that is not planned has no id, as dark has";
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
    expected.now.reset();
    EXPECT_EQ(state(), ScreenState::unknown);
}

TEST(ScreenStateWords, AreThereInBothLanguages) {
    for (auto const state : {ScreenState::playing, ScreenState::warning, ScreenState::other,
                             ScreenState::dark, ScreenState::fallback, ScreenState::waiting,
                             ScreenState::offline, ScreenState::unbound, ScreenState::unknown}) {
        EXPECT_FALSE(toString(state).empty());
        EXPECT_FALSE(toChinese(state).empty());
    }
}

}  // namespace
}  // namespace tocsin::ops
