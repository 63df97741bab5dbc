// SPDX-License-Identifier: Apache-2.0
// Fleet time follows estimates without jerks.
#include "timing/fleet_clock.hpp"

#include "player_fixtures.hpp"

namespace tocsin::player {
namespace {

using std::chrono::nanoseconds;

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
    cached.restore(offset(5, 2));
    clock.pass(std::chrono::hours(1));
    EXPECT_EQ(cached.reading().uncertaintyMs, 2 + 360);
}

TEST(FleetClock, KeepsItsOffsetInAFile) {
    auto const file = freshFolder() / "clock";
    EXPECT_FALSE(FleetClock::load(file));
    ASSERT_TRUE(FleetClock::save(file, offset(-42, 7)));
    EXPECT_EQ(FleetClock::load(file), offset(-42, 7));
    JumpingClock clock(morning(0));
    FleetClock fleet(clock);
    fleet.restore(offset(-42, 7));
    EXPECT_EQ(fleet.now(), morning(-42));
    EXPECT_EQ(fleet.reading().state, messages::ClockState::holdover);
}

}  // namespace
}  // namespace tocsin::player
