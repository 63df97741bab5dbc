// SPDX-License-Identifier: Apache-2.0
// A stage that is ordered to be black, or to say who it is.
#include "stage_fixtures.hpp"

namespace tocsin::player {
namespace {

using messages::PlayResult;

class StageOrdersTest : public StageFixture {
protected:
    StageOrdersTest() {
        sink.output = true;
        shades = {{"one", 100}, {"two", 200}, {"logo", 20}};
        timelines[kPlan] =
            timelineOf({{0, "one"}, {1'000, "two"}, {2'000, "one"}, {3'000, "two"}}, 4'000);
        manifest = manifestFor({{kPlan, 10, morning(0), morning(4'000)}}, {"one", "two", "logo"});
        manifest.overlays.push_back(
            {digestOf("logo"), morning(0), morning(4'000), 6, 0, 2, 1, 100});
        stage.emplace(parts({8, 4}));
        setPlan(manifest, {"one", "two", "logo"});
    }
    [[nodiscard]] int shade(std::int64_t ms, int x = 0, int y = 0) const {
        return shadeAt(*seenAt(ms).frame, x, y);
    }
    struct Told {
        PlayResult result;
        std::string reason;
        bool operator==(Told const&) const = default;
    };
    std::vector<Told> told() {
        std::vector<Told> out;
        for (auto const& row : rows()) {
            out.push_back({row.result, row.reason});
        }
        return out;
    }

    messages::Manifest manifest;
};

TEST_F(StageOrdersTest, BlankIsBlackFromTheNextTickOnAndNoPlayClaimsIt) {
    run(0, 400);
    EXPECT_EQ(shade(360), 100);
    stage->setBlank(true);
    run(400, 4'000);
    for (auto const ms : {400, 440, 1'000, 2'500, 3'960}) {
        EXPECT_EQ(shade(ms), 0) << ms;
        EXPECT_EQ(shade(ms, 7, 0), 0) << "and no overlay at " << ms;
        EXPECT_EQ(seenAt(ms).playId, "-") << ms;
    }
    EXPECT_TRUE(stage->report().blanked);
    run(4'000, 4'040);
    Told const preempted{PlayResult::preempted, kBlanked};
    EXPECT_EQ(told(), (std::vector<Told>{preempted, preempted, preempted, preempted}));
    EXPECT_EQ(rows()[0].shownMs, 400);
    EXPECT_EQ(rows()[1].shownMs, 0);
    EXPECT_EQ(rows()[1].tier, messages::EvidenceTier::scheduled);
}

TEST_F(StageOrdersTest, NothingIsOpenedWhileItIsBlack) {
    stage->setBlank(true);
    run(0, 3'000);
    EXPECT_TRUE(std::find(started.begin(), started.end(), "one") == started.end());
    EXPECT_TRUE(std::find(started.begin(), started.end(), "two") == started.end());
}

TEST_F(StageOrdersTest, UnblankGoesOnInTheMiddleOfWhatIsDue) {
    stage->setBlank(true);
    run(0, 1'400);
    stage->setBlank(false);
    run(1'400, 3'000);
    EXPECT_EQ(shade(1'360), 0);
    expectShown("two", 1'400, 2'000);
    expectShown("one", 2'000, 3'000);
    EXPECT_FALSE(stage->report().blanked);
    EXPECT_EQ(told(), (std::vector<Told>{{PlayResult::preempted, kBlanked},
                                         {PlayResult::partial, "joined-late"}}))
        << "the play that was black to its end, and the one that came in its middle";
}

TEST_F(StageOrdersTest, APlayThatWasCutHasOneRowForTheCut) {
    run(0, 400);
    stage->setBlank(true);
    run(400, 600);
    stage->setBlank(false);
    run(600, 2'000);
    EXPECT_EQ(told(), (std::vector<Told>{{PlayResult::preempted, kBlanked},
                                         {PlayResult::partial, "joined-late"}}));
    EXPECT_EQ(rows()[0].shownMs, 400);
    EXPECT_EQ(rows()[1].shownMs, 400);
}

TEST_F(StageOrdersTest, ANewPlanDoesNotLiftIt) {
    stage->setBlank(true);
    run(0, 400);
    setPlan(manifest, {"one", "two", "logo"});
    run(400, 800);
    EXPECT_EQ(shade(760), 0);
}

TEST_F(StageOrdersTest, ANameFlashesOverThePictureForTenSeconds) {
    timelines[kPlan] = timelineOf({{0, "one"}}, 20'000);
    manifest = manifestFor({{kPlan, 10, morning(0), morning(20'000)}}, {"one"});
    setPlan(manifest, {"one"});
    run(0, 200);
    stage->identify({grey(8, 2, 50), 0, 1});
    run(200, 12'000);
    EXPECT_EQ(shade(200, 0, 0), 100) << "a band of the picture only";
    EXPECT_EQ(shade(200, 0, 1), 50);
    EXPECT_EQ(shade(640, 0, 2), 50);
    EXPECT_EQ(shade(700 + 20, 0, 1), 100) << "off for half a second";
    EXPECT_EQ(shade(1'200, 0, 1), 50) << "and on again";
    EXPECT_EQ(shade(9'000, 0, 1), 50);
    EXPECT_EQ(shade(10'240, 0, 1), 100) << "over";
    EXPECT_EQ(shade(11'000, 0, 1), 100);
    EXPECT_TRUE(told().empty()) << "the play goes on";
}

TEST_F(StageOrdersTest, ANameIsSeenOnABlackScreenToo) {
    stage->setBlank(true);
    run(0, 200);
    stage->identify({grey(8, 2, 50), 0, 1});
    run(200, 400);
    EXPECT_EQ(shade(240, 0, 0), 0);
    EXPECT_EQ(shade(240, 0, 1), 50);
}

TEST_F(StageOrdersTest, ALevelThatWasSetHoldsAboveThePlansUntilItsEnd) {
    stage->setLevels({SetLevel{50, morning(1'000)}, std::nullopt, false});
    run(0, 600);
    EXPECT_LT(shade(400), 100);
    EXPECT_EQ(stage->report().brightness, 50);
    run(600, 3'000);
    EXPECT_EQ(shade(1'400), 200);
    EXPECT_EQ(shade(2'400), 100);
    EXPECT_EQ(stage->report().brightness, 100);
}

TEST_F(StageOrdersTest, NoPlayClaimsToBeSeenOnAScreenThatWasSwitchedOff) {
    stage->setLevels({std::nullopt, std::nullopt, true});
    run(0, 1'040);
    EXPECT_EQ(shade(400), 100) << "it is sent the same";
    ASSERT_EQ(rows().size(), 1U);
    EXPECT_EQ(rows()[0].result, PlayResult::complete);
    EXPECT_NE(rows()[0].tier, messages::EvidenceTier::delivered);
}

}  // namespace
}  // namespace tocsin::player
