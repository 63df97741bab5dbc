// SPDX-License-Identifier: Apache-2.0
// Fleet time follows estimates without jerks.
#include "timing/fleet_clock.hpp"

#include "engine/files.hpp"
#include "player_fixtures.hpp"

namespace tocsin::player {
namespace {

using std::chrono::nanoseconds;

std::string const kBoot = "7d0f2a52-3c1e-4a35-9d0e-6c7d2f5d1b11";

session::ClockOffset offset(std::int64_t ms, std::int64_t uncertainty) {
    return {Milliseconds(ms), Milliseconds(uncertainty)};
}

TEST(FleetClock, TakesItsFirstEstimateAtOnce) {
    JumpingClock clock(morning(0));
    FleetClock fleet(clock);
    EXPECT_EQ(fleet.reading().state, messages::ClockState::unset);
    EXPECT_TRUE(fleet.setTarget(offset(150, 1)));
    EXPECT_EQ(fleet.now(), morning(150));
    EXPECT_EQ(fleet.reading().state, messages::ClockState::synced);
    clock.pass(Milliseconds(61'000));
    EXPECT_EQ(fleet.reading().state, messages::ClockState::holdover);
}

TEST(FleetClock, SlewsHalfAMillisecondATick) {
    JumpingClock clock(morning(0));
    FleetClock fleet(clock);
    fleet.setTarget(offset(0, 1));
    EXPECT_FALSE(fleet.setTarget(offset(10, 0)));
    auto before = fleet.fineNow();
    for (int i = 0; i < 20; ++i) {
        fleet.advance();
        ASSERT_EQ(fleet.fineNow() - before, nanoseconds(500'000));
        before = fleet.fineNow();
    }
    fleet.advance();
    EXPECT_EQ(fleet.now(), morning(10));
}

TEST(FleetClock, LeavesNoiseSmallerThanItsUncertaintyAlone) {
    JumpingClock clock(morning(0));
    FleetClock fleet(clock);
    fleet.setTarget(offset(0, 3));
    fleet.setTarget(offset(2, 3));
    fleet.advance();
    EXPECT_EQ(fleet.now(), morning(0));
    fleet.setTarget(offset(2, 1));
    fleet.advance();
    EXPECT_GT(fleet.fineNow(), session::FineInstant(morning(0)));
}

TEST(FleetClock, JumpsWhenFarOff) {
    JumpingClock clock(morning(0));
    FleetClock fleet(clock);
    fleet.setTarget(offset(0, 1));
    EXPECT_FALSE(fleet.setTarget(offset(200, 1)));
    EXPECT_TRUE(fleet.setTarget(offset(-3'600'000, 1)));
    EXPECT_EQ(fleet.now(), morning(-3'600'000));
}

TEST(FleetClock, GoesOnEvenlyOverAStepOfTheWallClock) {
    JumpingClock clock(morning(0));
    FleetClock fleet(clock);
    fleet.setTarget(offset(5, 1));
    fleet.advance();
    clock.stepWall(Milliseconds(3'600'000));
    EXPECT_EQ(fleet.advance(), Milliseconds(3'600'000));
    EXPECT_EQ(fleet.now(), morning(5));
    EXPECT_EQ(fleet.advance(), Milliseconds(0));
    EXPECT_EQ(fleet.now(), morning(5));
}

TEST(FleetClock, TakesAStepOutOnceWhoeverSeesItFirst) {
    JumpingClock clock(morning(0));
    FleetClock fleet(clock);
    fleet.setTarget(offset(5, 1));
    auto const steps = fleet.wallSteps();
    clock.stepWall(Milliseconds(3'600'000));
    // The link measures the new offset before the tick thread looks at the clock.
    fleet.setTarget(offset(-3'599'995, 1));
    EXPECT_EQ(fleet.now(), morning(5));
    EXPECT_EQ(fleet.advance(), Milliseconds(3'600'000));
    EXPECT_EQ(fleet.now(), morning(5));
    EXPECT_FALSE(fleet.setTarget(offset(-3'599'995, 1)));
    EXPECT_EQ(fleet.advance(), Milliseconds(0));
    EXPECT_EQ(fleet.now(), morning(5));
    EXPECT_EQ(fleet.wallSteps(), steps + 1);
}

TEST(FleetClock, DropsAnEstimateFromBeforeAStep) {
    JumpingClock clock(morning(0));
    FleetClock fleet(clock);
    fleet.setTarget(offset(5, 1));
    clock.stepWall(-Milliseconds(3'600'000));
    EXPECT_FALSE(fleet.setTarget(offset(5, 1)));
    EXPECT_EQ(fleet.now(), morning(5));
    EXPECT_EQ(fleet.reading().offsetMs, 3'600'005);
}

TEST(FleetClock, ReadsEvenlyOverAStepBeforeTheNextTick) {
    JumpingClock clock(morning(0));
    FleetClock fleet(clock);
    fleet.setTarget(offset(5, 1));
    clock.stepWall(-Milliseconds(3'600'000));
    EXPECT_EQ(fleet.until(morning(45)), Milliseconds(40));
    EXPECT_EQ(fleet.now(), morning(5));
}

TEST(FleetClock, BecomesLessCertainWithoutEstimates) {
    JumpingClock clock(morning(0));
    FleetClock fleet(clock);
    fleet.setTarget(offset(5, 2));
    EXPECT_EQ(fleet.reading().uncertaintyMs, 2);
    clock.pass(std::chrono::seconds(30));
    EXPECT_EQ(fleet.reading().uncertaintyMs, 5);
    clock.pass(std::chrono::hours(24) - std::chrono::seconds(30));
    EXPECT_EQ(fleet.reading().uncertaintyMs, 2 + 8'640);
    fleet.setTarget(offset(5, 2));
    EXPECT_EQ(fleet.reading().uncertaintyMs, 2);
    FleetClock cached(clock);
    cached.restore({offset(5, 2), {}, {}, 0, ""}, kBoot);
    clock.pass(std::chrono::hours(1));
    EXPECT_EQ(cached.reading().uncertaintyMs, 2 + 360);
}

TEST(FleetClock, FollowsTheDriftThroughAWeekAlone) {
    JumpingClock clock(morning(0));
    FleetClock fleet(clock);
    fleet.setTarget(offset(5, 2), session::ClockDrift{50'000, 1'000});
    auto const week = std::chrono::hours(7 * 24);
    // It slews tick by tick; ten ticks a minute are enough.
    for (auto time = Milliseconds(0); time < week; time += std::chrono::minutes(1)) {
        clock.pass(std::chrono::minutes(1));
        for (int tick = 0; tick < 10; ++tick) {
            fleet.advance();
        }
    }
    EXPECT_NEAR(static_cast<double>((fleet.now() - (morning(0) + week)).count()), 5 + 30'240, 3);
    EXPECT_EQ(fleet.reading().uncertaintyMs, 2 + 604'800 * 6 / 1'000);
    EXPECT_EQ(fleet.reading().state, messages::ClockState::holdover);
}

TEST(FleetClock, KeepsAKnownDriftUntilANewOneIsKnown) {
    JumpingClock clock(morning(0));
    FleetClock fleet(clock);
    fleet.setTarget(offset(0, 1), session::ClockDrift{20'000, 1'000});
    fleet.setTarget(offset(0, 1));
    EXPECT_EQ(fleet.toKeep(kBoot)->drift, (session::ClockDrift{20'000, 1'000}));
}

TEST(FleetClock, GoesOnAfterARestartAsIfItHadNeverStopped) {
    JumpingClock clock(morning(0));
    FleetClock before(clock);
    before.setTarget(offset(40, 2), session::ClockDrift{100'000, 1'000});
    auto const kept = before.toKeep(kBoot);
    clock.pass(std::chrono::hours(1));
    clock.stepWall(-Milliseconds(3'600'000));  // while nobody looks
    FleetClock after(clock);
    after.restore(*kept, kBoot);
    EXPECT_EQ(after.now(), morning(3'600'000 + 40 + 360));
    EXPECT_EQ(after.reading().uncertaintyMs, 2 + 21);
    EXPECT_EQ(after.reading().state, messages::ClockState::holdover);
}

TEST(FleetClock, IsLessCertainAfterAReboot) {
    JumpingClock clock(morning(0));
    CachedClock const kept{offset(40, 2), session::ClockDrift{100'000, 1'000}, morning(-3'600'000),
                           5, "another boot"};
    FleetClock fleet(clock);
    fleet.restore(kept, kBoot);
    EXPECT_EQ(fleet.now(), morning(40));
    EXPECT_EQ(fleet.reading().uncertaintyMs, 2 + 360);
}

TEST(FleetClock, KnowsNothingToKeepBeforeItsFirstEstimate) {
    JumpingClock clock(morning(0));
    EXPECT_FALSE(FleetClock(clock).toKeep(kBoot));
}

TEST(CachedClock, IsReadAsItWasWritten) {
    auto const file = freshFolder() / "clock";
    EXPECT_FALSE(loadClock(file));
    CachedClock clock{offset(-42, 7), session::ClockDrift{-3, 9}, morning(7), 123, kBoot};
    for (int i = 0; i < 2; ++i) {
        ASSERT_TRUE(saveClock(file, clock));
        EXPECT_EQ(loadClock(file), clock);
        clock.drift.reset();
    }
}

TEST(CachedClock, OfVersionOneKnowsTheOffsetAlone) {
    auto const file = freshFolder() / "clock";
    ASSERT_TRUE(files::replace(file, "tocsin-player-clock/1 -42 7\n"));
    EXPECT_EQ(loadClock(file), (CachedClock{offset(-42, 7), {}, {}, 0, ""}));
    for (auto const* text : {"", "tocsin-player-clock/1 x", "tocsin-player-clock/3 1 2",
                             "tocsin-player-clock/2 -42 7 1"}) {
        ASSERT_TRUE(files::replace(file, text));
        EXPECT_FALSE(loadClock(file)) << text;
    }
}

}  // namespace
}  // namespace tocsin::player
