// SPDX-License-Identifier: Apache-2.0
// Which warning is seen at a tick, and what is told of it.
#include "stage/warning_deck.hpp"

#include "stage_fixtures.hpp"
#include "warning_pictures.hpp"

namespace tocsin::player {
namespace {

using playlists::WarningLook;

constexpr Size kSize{96, 64};

class WarningDeckTest : public testing::Test {
protected:
    void show(std::vector<ShownWarning> warnings) {
        deck.setShow(std::make_shared<WarningShow>(WarningShow{std::move(warnings)}));
    }
    std::int64_t tickOf(std::int64_t ms) const { return grid.firstAt(morning(ms)); }
    bool follow(std::int64_t ms, bool closed = false) { return deck.follow(tickOf(ms), closed); }
    int page(std::int64_t ms) {
        (void)follow(ms);
        auto const frame = deck.page(tickOf(ms));
        return frame ? shadeAt(*frame, 0, 0) : -1;
    }
    void present(std::int64_t ms, WarningDeck::Presented what = {}) {
        (void)follow(ms);
        deck.presented(tickOf(ms), what);
    }

    TickGrid const grid{{25, 1}};
    std::vector<WarningSight> sights;
    std::vector<Instant> signals;
    WarningDeck deck{{grid, kSize, [this](WarningSight sight) { sights.push_back(sight); },
                      [this](Instant at) { signals.push_back(at); }}};
};

TEST_F(WarningDeckTest, PartsThatWouldBeTooSmallBecomeTheWholeScreen) {
    EXPECT_EQ(lookOn(WarningLook::split, {960, 540}), WarningLook::split);
    EXPECT_EQ(placeOf(WarningLook::split, {960, 540}), (WarningPlace{0, 270, 960, 270}));
    EXPECT_EQ(placeOf(WarningLook::split, {192, 32}), (WarningPlace{96, 0, 96, 32}));
    EXPECT_EQ(lookOn(WarningLook::split, {192, 32}), WarningLook::split);
    EXPECT_EQ(lookOn(WarningLook::split, {160, 32}), WarningLook::takeover);
    EXPECT_EQ(lookOn(WarningLook::split, {96, 48}), WarningLook::takeover);
    EXPECT_EQ(lookOn(WarningLook::ticker, {192, 32}), WarningLook::takeover);
    EXPECT_EQ(placeOf(WarningLook::ticker, {960, 540}), (WarningPlace{0, 450, 960, 90}));
    EXPECT_EQ(placeOf(WarningLook::ticker, {1920, 1080}), (WarningPlace{0, 960, 1920, 120}));
    EXPECT_EQ(placeOf(WarningLook::ticker, {64, 48}), (WarningPlace{0, 32, 64, 16}));
}

TEST_F(WarningDeckTest, PagesFollowEachOtherFromTheBeginningAgain) {
    show({takeoverOf("a", 0, 60'000, {10, 20}, kSize)});
    EXPECT_TRUE(follow(0));
    EXPECT_FALSE(follow(40));
    EXPECT_EQ(page(0), 10);
    EXPECT_EQ(page(1'960), 10);
    EXPECT_EQ(page(2'000), 20);
    EXPECT_EQ(page(4'000), 10);
    EXPECT_EQ(page(6'000), 20);
    EXPECT_EQ(page(59'960), 20);
    EXPECT_EQ(page(60'000), -1);
    EXPECT_FALSE(deck.on());
}

TEST_F(WarningDeckTest, ABandRunsOnFromTickToTick) {
    show({tickerOf("a", 0, 60'000, 5, kSize)});
    (void)follow(0);
    EXPECT_FALSE(deck.takesAll());
    EXPECT_EQ(deck.page(tickOf(0)), nullptr);
    for (int tick = 0; tick < 12; ++tick) {
        (void)follow(tick * 40);
        auto const layer = deck.layer(tickOf(tick * 40));
        ASSERT_TRUE(layer);
        EXPECT_EQ(shadeAt(*layer->frame, 0, 0), 100 + tick % 5);
        EXPECT_EQ(layer->y, 48);
    }
}

TEST_F(WarningDeckTest, TheFirstFrameAndTheFirstLitOneAreToldAndTheEnd) {
    show({takeoverOf("a", 0, 1'000, {10}, kSize)});
    present(0, {.covered = true});
    EXPECT_TRUE(sights.empty()) << "something lay over it";
    present(40);
    present(80);
    present(120, {.lit = true});
    present(160, {.lit = true});
    present(960);
    present(1'000);
    present(1'040);
    EXPECT_EQ(sights, (std::vector<WarningSight>{{"a", 1, morning(40), false, false},
                                                 {"a", 1, morning(120), true, false},
                                                 {"a", 1, morning(1'000), false, true}}));
}

TEST_F(WarningDeckTest, WhatStaysForWantOfContentHasNotEnded) {
    show({takeoverOf("a", 0, 60'000, {10}, kSize)});
    present(0);
    show({});
    present(40, {.lingers = true});
    EXPECT_EQ(sights.size(), 1U);
    present(80);
    ASSERT_EQ(sights.size(), 2U);
    EXPECT_EQ(sights[1], (WarningSight{"a", 1, morning(80), false, true}));
    EXPECT_TRUE(deck.idle());
}

TEST_F(WarningDeckTest, ANewRevisionTakesThePlaceOfTheFormerInOneTick) {
    show({takeoverOf("a", 0, 60'000, {10}, kSize)});
    present(0);
    auto second = takeoverOf("a", 0, 90'000, {30}, kSize);
    second.revision = 2;
    second.standing.issued = morning(40);
    show({second});
    present(40, {.lingers = true});
    EXPECT_EQ(page(40), 30);
    EXPECT_EQ(sights, (std::vector<WarningSight>{{"a", 1, morning(0), false, false},
                                                 {"a", 2, morning(40), false, false},
                                                 {"a", 1, morning(40), false, true}}));
}

TEST_F(WarningDeckTest, OneThatNeverHadItsTurnEndsToo) {
    auto fire = takeoverOf("fire", 0, 60'000, {90}, kSize);
    fire.standing.emergency = true;
    show({takeoverOf("a", 0, 1'000, {10}, kSize), fire});
    present(0);
    present(1'000);
    EXPECT_EQ(sights.back(), (WarningSight{"a", 1, morning(1'000), false, true}));
    EXPECT_EQ(page(1'000), 90);
}

TEST_F(WarningDeckTest, AClockThatGoesBackBringsItBack) {
    show({takeoverOf("a", 0, 1'000, {10}, kSize)});
    present(0);
    present(1'000);
    present(400);
    EXPECT_EQ(page(400), 10);
    EXPECT_EQ(sights.back(), (WarningSight{"a", 1, morning(400), false, false}));
}

TEST_F(WarningDeckTest, ClosedHoursAreForWhatIsForThemToo) {
    auto always = takeoverOf("a", 0, 60'000, {10}, kSize);
    always.always = true;
    show({takeoverOf("b", 0, 60'000, {20}, kSize)});
    EXPECT_FALSE(follow(0, true));
    EXPECT_FALSE(deck.on());
    EXPECT_TRUE(follow(40, false)) << "they open";
    EXPECT_TRUE(follow(80, true)) << "and close";
    show({always});
    EXPECT_TRUE(follow(120, true));
    EXPECT_TRUE(deck.overridesHours());
    show({tickerOf("c", 0, 60'000, 5, kSize, true)});
    EXPECT_TRUE(follow(160, true));
    EXPECT_TRUE(deck.takesAll()) << "nothing else is lit then";
    EXPECT_TRUE(follow(200, false));
    EXPECT_FALSE(deck.takesAll());
}

TEST_F(WarningDeckTest, ADrillStandsBackForWhatIsMeant) {
    auto drill = takeoverOf("a", 0, 60'000, {10}, kSize);
    drill.drill = true;
    drill.standing.emergency = true;
    drill.standing.level = playlists::WarningLevel::red;
    auto meant = takeoverOf("b", 10'000, 20'000, {20}, kSize);
    meant.standing.level = playlists::WarningLevel::blue;
    show({drill, meant});
    EXPECT_EQ(page(0), 10);
    EXPECT_EQ(page(9'960), 10);
    EXPECT_EQ(page(10'000), 20);
    EXPECT_EQ(page(19'960), 20);
    EXPECT_EQ(page(20'000), 10);
}

TEST_F(WarningDeckTest, WhenItEndsIsKnownBeforehand) {
    show({takeoverOf("a", 0, 1'000, {10}, kSize), takeoverOf("b", 500, 2'000, {20}, kSize),
          tickerOf("c", 0, 60'000, 5, kSize)});
    (void)follow(0);
    EXPECT_EQ(deck.endsAt(), tickOf(2'000));
    EXPECT_EQ(deck.reason(), "warning a");
}

TEST_F(WarningDeckTest, TheSignalComesWithTurnsAtMostOnceAMinute) {
    auto loud = takeoverOf("a", 0, 600'000, {10}, kSize);
    loud.sound = true;
    show({loud});
    for (std::int64_t ms = 0; ms < 125'000; ms += 40) {
        present(ms);
    }
    EXPECT_EQ(signals, (std::vector<Instant>{morning(0), morning(60'000), morning(120'000)}));
}

TEST_F(WarningDeckTest, WithoutSoundThereIsNoSignal) {
    show({takeoverOf("a", 0, 600'000, {10}, kSize)});
    present(0);
    EXPECT_TRUE(signals.empty());
}

}  // namespace
}  // namespace tocsin::player
