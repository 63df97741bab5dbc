// SPDX-License-Identifier: Apache-2.0
// A stage that has to give way to warnings.
#include "warning_pictures.hpp"

namespace tocsin::player {
namespace {

using messages::PlayResult;
using playlists::WarningLook;

constexpr Size kSize{96, 64};

class StageWarningsTest : public StageFixture {
protected:
    StageWarningsTest() {
        sink.output = true;
        shades = {{"one", 100}, {"two", 200}, {"logo", 20}};
        timelines[kPlan] =
            timelineOf({{0, "one"}, {1'000, "two"}, {2'000, "one"}, {3'000, "two"}}, 4'000);
        manifest = manifestFor({{kPlan, 10, morning(0), morning(4'000)}}, {"one", "two", "logo"});
        manifest.overlays.push_back(
            {digestOf("logo"), morning(0), morning(4'000), 6, 0, 2, 1, 100});
        auto with = parts(kSize);
        with.warning = [this](WarningSight sight) { sights.push_back(std::move(sight)); };
        with.witness = &witness;
        stage.emplace(std::move(with));
        plan();
    }
    void plan() { setPlan(manifest, {"one", "two", "logo"}); }
    void warn(std::vector<ShownWarning> warnings) {
        stage->setWarnings(std::make_shared<WarningShow>(WarningShow{std::move(warnings)}));
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
    /// The screen is closed all morning.
    void close() {
        timelines[kPlan] = closedTimeline();
        plan();
    }
    [[nodiscard]] static std::shared_ptr<playlists::Timeline const> closedTimeline() {
        auto out = std::make_shared<playlists::Timeline>(*timelineOf({{0, ""}}, 4'000));
        out->reasons = {"closed"};
        return out;
    }

    /// Notes on which ticks a warning had the screen.
    class WarningWitness final : public Witness {
    public:
        void sees(media::FramePtr const&, Sight const& sight) noexcept override {
            if (sight.warning) {
                ticks.insert(sight.tick);
            }
            if (!sight.warningId.empty()) {
                seen.insert(std::string(sight.warningId) + " " +
                            std::to_string(sight.warningRevision));
            }
        }
        void ended(Cue const&, PlayEnd const&) noexcept override {}
        std::set<std::int64_t> ticks;
        std::set<std::string> seen;  ///< warnings with their revisions
    };
    messages::Manifest manifest;
    std::vector<WarningSight> sights;
    WarningWitness witness;
    Told const preempted{PlayResult::preempted, "warning w"};
};

TEST_F(StageWarningsTest, ATakeoverHasTheScreenFromTheNextTickOnAndNoPlayClaimsIt) {
    run(0, 400);
    warn({takeoverOf("w", 0, 60'000, {50}, kSize)});
    run(400, 4'000);
    EXPECT_EQ(shade(360), 100);
    for (auto const ms : {400, 440, 1'000, 2'500, 3'960}) {
        EXPECT_EQ(shade(ms), 50) << ms;
        EXPECT_EQ(shade(ms, 7, 0), 50) << "and no overlay at " << ms;
        EXPECT_EQ(seenAt(ms).playId, "-") << ms;
    }
    EXPECT_EQ(stage->report().warning, "headline of w");
    run(4'000, 4'040);
    EXPECT_EQ(told(), (std::vector<Told>{preempted, preempted, preempted, preempted}));
    EXPECT_EQ(rows()[0].shownMs, 400);
    EXPECT_EQ(rows()[1].shownMs, 0);
    EXPECT_EQ(rows()[1].tier, messages::EvidenceTier::scheduled);
    ASSERT_EQ(sights.size(), 1U);
    EXPECT_EQ(sights[0], (WarningSight{"w", 1, morning(400), true, false}));
    EXPECT_EQ(witness.ticks.size(), static_cast<std::size_t>(tickOf(4'040) - tickOf(400)));
    EXPECT_EQ(witness.seen, std::set<std::string>{"w 1"});
}

TEST_F(StageWarningsTest, ContentComesBackWhereTheTimelineIsByThen) {
    run(0, 400);
    warn({takeoverOf("w", 0, 60'000, {50}, kSize)});
    run(400, 1'400);
    warn({});
    run(1'400, 3'000);
    EXPECT_EQ(shade(1'360), 50);
    expectShown("two", 1'400, 2'000);
    expectShown("one", 2'000, 3'000);
    EXPECT_EQ(stage->report().warning, "");
    EXPECT_EQ(told(), (std::vector<Told>{preempted, {PlayResult::partial, "joined-late"}}));
    ASSERT_EQ(sights.size(), 2U);
    EXPECT_EQ(sights[1], (WarningSight{"w", 1, morning(1'400), false, true}));
}

TEST_F(StageWarningsTest, APlayThatWasCutAndComesBackHasARowForEachPart) {
    run(0, 200);
    warn({takeoverOf("w", 200, 600, {50}, kSize)});
    run(200, 2'000);
    expectShown("one", 600, 1'000);
    EXPECT_EQ(told(), (std::vector<Told>{preempted, {PlayResult::partial, "joined-late"}}));
    EXPECT_EQ(rows()[0].shownMs, 200);
    EXPECT_EQ(rows()[1].shownMs, 400);
}

TEST_F(StageWarningsTest, ItEndsByItselfAndWhatComesThenWasOpenedBefore) {
    warn({takeoverOf("w", 0, 1'400, {50}, kSize)});
    run(0, 1'200);
    EXPECT_EQ(std::count(started.begin(), started.end(), "two"), 1) << "ahead of its turn";
    EXPECT_EQ(std::count(started.begin(), started.end(), "one"), 0);
    run(1'200, 2'000);
    EXPECT_EQ(shade(1'360), 50);
    expectShown("two", 1'400, 2'000);
    EXPECT_EQ(std::count(started.begin(), started.end(), "two"), 1);
    EXPECT_EQ(sights.back(), (WarningSight{"w", 1, morning(1'400), false, true}));
}

TEST_F(StageWarningsTest, WhatWasOpenedForItsEndIsNotShownBeforeItIfItIsCleared) {
    warn({takeoverOf("w", 0, 1'400, {50}, kSize)});
    run(0, 1'200);
    warn({});
    run(1'200, 2'000);
    expectShown("two", 1'200, 2'000);
    EXPECT_EQ(std::count(started.begin(), started.end(), "two"), 2) << "anew, from this tick on";
}

TEST_F(StageWarningsTest, ItsLastPageStaysUntilThereIsContentAndHasEndedOnlyThen) {
    for (auto tick = tickOf(1'000); tick < tickOf(1'200); ++tick) {
        missing["two"].insert(tick);
    }
    warn({takeoverOf("w", 0, 60'000, {50}, kSize)});
    run(0, 1'000);
    warn({});
    run(1'000, 2'000);
    EXPECT_EQ(shade(1'160), 50);
    expectShown("two", 1'200, 2'000);
    EXPECT_EQ(sights.back(), (WarningSight{"w", 1, morning(1'200), false, true}));
}

TEST_F(StageWarningsTest, NothingOfItIsLeftWhereThereIsNothingToShow) {
    manifest.display.crossFade = Milliseconds(160);
    timelines[kPlan] = timelineOf({{0, ""}, {2'000, "two"}}, 4'000);
    plan();
    warn({takeoverOf("w", 0, 1'000, {50}, kSize), takeoverOf("v", 1'500, 2'000, {60}, kSize)});
    run(0, 2'400);
    EXPECT_EQ(shade(960), 50);
    EXPECT_EQ(shade(1'000), 0);
    EXPECT_EQ(shade(1'960), 60);
    EXPECT_EQ(shade(2'000), 200) << "and it does not shine through what comes then";
}

TEST_F(StageWarningsTest, ASplitLiesOverThePlayWhichGoesOn) {
    warn({pagesOf("w", 200, 800, WarningLook::split, {50}, kSize)});
    run(0, 1'040);
    EXPECT_EQ(shade(160, 0, 40), 100);
    EXPECT_EQ(shade(200, 0, 40), 50);
    EXPECT_EQ(shade(200, 0, 31), 100) << "its upper half";
    EXPECT_EQ(shade(200, 7, 0), 20) << "overlays stay";
    EXPECT_NE(seenAt(400).playId, "-");
    EXPECT_EQ(shade(800, 0, 40), 100);
    EXPECT_EQ(told(), (std::vector<Told>{{PlayResult::complete, ""}}));
    EXPECT_EQ(stage->report().warning, "");
    EXPECT_TRUE(witness.ticks.empty());
    EXPECT_EQ(witness.seen, std::set<std::string>{"w 1"}) << "it is seen, though not alone";
    EXPECT_EQ(sights.size(), 2U);
}

TEST_F(StageWarningsTest, ATickerRunsAboveTheOverlays) {
    manifest.overlays.push_back({digestOf("logo"), morning(0), morning(4'000), 0, 60, 8, 2, 100});
    plan();
    warn({tickerOf("w", 0, 60'000, 5, kSize)});
    run(0, 400);
    EXPECT_EQ(shade(0, 0, 61), 100);
    EXPECT_EQ(shade(40, 0, 61), 101);
    EXPECT_EQ(shade(40, 0, 48), 101);
    EXPECT_EQ(shade(40, 7, 0), 20);
}

TEST_F(StageWarningsTest, BlackByOrderStaysBlackAndTheWarningHasNoFrame) {
    stage->setBlank(true);
    warn({takeoverOf("w", 0, 60'000, {50}, kSize), tickerOf("v", 0, 60'000, 5, kSize)});
    run(0, 400);
    EXPECT_EQ(shade(360), 0);
    EXPECT_EQ(shade(360, 0, 61), 0);
    EXPECT_TRUE(sights.empty());
    EXPECT_TRUE(stage->report().blanked);
    stage->setBlank(false);
    run(400, 800);
    EXPECT_EQ(shade(400), 50);
    EXPECT_EQ(sights.at(0).at, morning(400));
}

TEST_F(StageWarningsTest, ThePairingCodeIsNotCovered) {
    warn({takeoverOf("w", 0, 60'000, {50}, kSize)});
    run(0, 200);
    stage->setNotice(grey(kSize.width, kSize.height, 77));
    run(200, 400);
    EXPECT_EQ(shade(360), 77);
    stage->setNotice(nullptr);
    run(400, 440);
    EXPECT_EQ(shade(400), 50);
}

TEST_F(StageWarningsTest, ANewPlanDoesNotEndIt) {
    warn({takeoverOf("w", 0, 60'000, {50}, kSize)});
    run(0, 400);
    plan();
    run(400, 800);
    EXPECT_EQ(shade(760), 50);
    EXPECT_EQ(sights.size(), 1U);
}

TEST_F(StageWarningsTest, TurnsOfSeveralArePreemptionInTheNameOfWhoIsSeen) {
    run(0, 200);
    auto second = takeoverOf("v", 0, 60'000, {60}, kSize);
    second.standing.level = playlists::WarningLevel::blue;
    warn({takeoverOf("w", 0, 60'000, {50}, kSize), second});
    run(200, 4'040);
    EXPECT_EQ(shade(240), 50);
    EXPECT_EQ(shade(2'040), 60) << "its page was seen for two seconds";
    EXPECT_EQ(told()[0], preempted);
    EXPECT_EQ(told().size(), 4U);
    EXPECT_EQ(told()[2], (Told{PlayResult::preempted, "warning v"}));
}

TEST_F(StageWarningsTest, InClosedHoursOnlyWhatIsForThemIsSeen) {
    close();
    warn({takeoverOf("w", 0, 60'000, {50}, kSize)});
    run(0, 200);
    EXPECT_EQ(shade(160), 0);
    EXPECT_TRUE(sights.empty());
    warn({takeoverOf("w", 0, 60'000, {50}, kSize, true)});
    run(200, 400);
    EXPECT_EQ(shade(200), 50);
    EXPECT_EQ(sights.at(0).at, morning(200));
}

TEST_F(StageWarningsTest, WhereThereIsJustNothingToShowTheScreenIsNotClosed) {
    timelines[kPlan] = timelineOf({{0, ""}}, 4'000);
    plan();
    warn({takeoverOf("w", 0, 60'000, {50}, kSize)});
    run(0, 200);
    EXPECT_EQ(shade(160), 50);
}

TEST_F(StageWarningsTest, AScreenWithoutAPlanShowsWarnings) {
    stage->setPlan(std::make_shared<Plan>());
    warn({takeoverOf("w", 0, 60'000, {50}, kSize)});
    run(0, 200);
    EXPECT_EQ(shade(160), 50);
}

TEST_F(StageWarningsTest, AScreenThatIsDimmedToBlackIsBrightForOneThatIsForAllHours) {
    manifest.display.levels = {{morning(0), 0, 100}};
    plan();
    warn({takeoverOf("w", 0, 60'000, {50}, kSize)});
    run(0, 200);
    EXPECT_EQ(shade(160), 0);
    EXPECT_TRUE(sights.empty()) << "it waits for the hours when it can be seen";
    warn({takeoverOf("w", 0, 60'000, {50}, kSize, true)});
    run(200, 400);
    EXPECT_EQ(shade(200), 50);
    EXPECT_EQ(sights.at(0), (WarningSight{"w", 1, morning(200), true, false}));
}

TEST_F(StageWarningsTest, WithoutPowerItIsSentAndNotLit) {
    manifest.display.levels = {{morning(0), 100, 100, false}};
    plan();
    warn({takeoverOf("w", 0, 60'000, {50}, kSize, true)});
    run(0, 200);
    EXPECT_EQ(shade(160), 50);
    EXPECT_EQ(sights.at(0), (WarningSight{"w", 1, morning(0), false, false}));
}

TEST_F(StageWarningsTest, ATickerInClosedHoursLightsNothingElse) {
    manifest.display.levels = {{morning(0), 0, 100}};
    plan();
    warn({tickerOf("w", 0, 60'000, 5, kSize, true)});
    run(0, 2'000);
    EXPECT_EQ(shade(40, 0, 0), 0);
    EXPECT_EQ(shade(40, 7, 0), 0);
    EXPECT_EQ(shade(40, 0, 50), 101);
    EXPECT_EQ(told(), (std::vector<Told>{preempted}));
}

TEST_F(StageWarningsTest, DimmedHoursStayDimmed) {
    manifest.display.levels = {{morning(0), 40, 100}};
    plan();
    warn({takeoverOf("w", 0, 60'000, {50}, kSize, true)});
    run(0, 200);
    EXPECT_EQ(shade(160), 20);
}

}  // namespace
}  // namespace tocsin::player
