// SPDX-License-Identifier: Apache-2.0
// Black where the content is not, standing still where it moves; and what is neither.
#include "stage/output_health.hpp"

#include "player_fixtures.hpp"

namespace tocsin::player {
namespace {

constexpr int kWidth = 64, kHeight = 36;

media::Frame shaded(int shade) {
    media::Frame frame(kWidth, kHeight);
    std::fill(frame.pixels.begin(), frame.pixels.end(), static_cast<std::uint8_t>(shade));
    return frame;
}

class OutputHealthTest : public testing::Test {
protected:
    /// One second of content that has `content(tick)` shades and comes out as `composed(tick)`.
    OutputFault second(std::function<int(std::int64_t)> const& content,
                       std::function<int(std::int64_t)> const& composed,
                       std::vector<media::Layer> const& layers = {}) {
        auto last = OutputFault::none;
        for (auto const end = tick + 25; tick < end; ++tick) {
            if (health.due(tick)) {
                health.expect(shaded(content(tick)), layers, tone);
                health.seen(tick, shaded(composed(tick)));
            }
            last = health.presented(presented);
        }
        return last;
    }
    static int moving(std::int64_t t) { return 60 + static_cast<int>(t % 100); }
    static int still(std::int64_t) { return 120; }
    static int black(std::int64_t) { return 0; }

    TickGrid grid{{25, 1}};
    OutputHealth health{grid};
    media::Tone tone;
    OutputHealth::Presented presented{};
    std::int64_t tick = 1'000;
};

TEST_F(OutputHealthTest, TheOutputIsWellWhenItShowsTheContent) {
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(second(moving, moving), OutputFault::none);
    }
    EXPECT_EQ(health.finding(), OutputFault::none);
}

TEST_F(OutputHealthTest, BlackOutputOfBrightContentIsAFaultAfterASecond) {
    EXPECT_EQ(second(moving, black), OutputFault::black);
    EXPECT_EQ(second(still, black), OutputFault::black);
    EXPECT_EQ(health.finding(), OutputFault::black);
    EXPECT_EQ(second(still, still), OutputFault::none);
    EXPECT_EQ(health.finding(), OutputFault::black);  // not yet believed
    EXPECT_EQ(second(still, still), OutputFault::none);
    EXPECT_EQ(second(still, still), OutputFault::none);
    EXPECT_EQ(health.finding(), OutputFault::none);
}

TEST_F(OutputHealthTest, BlackContentIsNoFault) {
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(second(black, black), OutputFault::none);
    }
    EXPECT_EQ(second([](std::int64_t) { return 12; }, black), OutputFault::none);
}

TEST_F(OutputHealthTest, DimmedContentIsNoFault) {
    tone = media::Tone({5, 100, {100, 100, 100}});
    auto const dimmed = [](std::int64_t) { return 6; };
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(second(still, dimmed), OutputFault::none);
    }
    tone = media::Tone({0, 100, {100, 100, 100}});
    EXPECT_EQ(second(still, black), OutputFault::none);
}

TEST_F(OutputHealthTest, AnOutputThatStandsStillUnderMovingContentIsFrozen) {
    second(moving, still);
    second(moving, still);
    EXPECT_EQ(second(moving, still), OutputFault::frozen);
    EXPECT_EQ(second(moving, moving), OutputFault::none);
}

TEST_F(OutputHealthTest, StillContentIsNotFrozen) {
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(second(still, still), OutputFault::none);
    }
}

TEST_F(OutputHealthTest, WhatLiesUnderOverlaysIsNotJudged) {
    auto const cover = std::make_shared<media::Frame>(kWidth, kHeight);
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(second(moving, black, {{cover, 0, 0, 255}}), OutputFault::none);
    }
    // Half of it is enough to judge by.
    second(moving, black, {{cover, kWidth / 2, 0, 255}});
    EXPECT_EQ(second(moving, black, {{cover, kWidth / 2, 0, 255}}), OutputFault::black);
}

TEST_F(OutputHealthTest, AnItemThatGivesNothingNewForTwoSecondsIsFrozen) {
    presented.repeated = true;
    EXPECT_EQ(second(still, still), OutputFault::none);
    EXPECT_EQ(second(still, still), OutputFault::frozenSource);
    presented.repeated = false;
    EXPECT_EQ(second(moving, moving), OutputFault::none);
}

TEST_F(OutputHealthTest, AnOutputThatTakesNothingForTwoSecondsIsAFaultOnlyWhileOneIsWanted) {
    presented.taken = false;
    presented.wanted = false;
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(second(moving, moving), OutputFault::none);
    }
    presented.wanted = true;
    second(moving, moving);
    EXPECT_EQ(second(moving, moving), OutputFault::untaken);
    EXPECT_EQ(wordOf(OutputFault::untaken), "frozen");
}

TEST_F(OutputHealthTest, TheNextItemIsJudgedByItselfAndTheFindingStaysUntilItIsWell) {
    second(moving, black);
    health.begin();
    EXPECT_EQ(health.presented({}), OutputFault::none);
    EXPECT_EQ(health.finding(), OutputFault::black);
    health.dark();
    EXPECT_EQ(health.finding(), OutputFault::none);
}

}  // namespace
}  // namespace tocsin::player
