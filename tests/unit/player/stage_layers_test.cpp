// SPDX-License-Identifier: Apache-2.0
// What lies over the content, how one showing comes up over another, and how bright all of it is.
#include "stage_fixtures.hpp"

namespace tocsin::player {
namespace {

constexpr int kWidth = 8, kHeight = 4;

class StageLayersTest : public StageFixture {
protected:
    StageLayersTest() {
        sink.output = true;
        shades = {{"one", 100}, {"two", 200}, {"logo", 20}, {"ticker", 40}};
        timelines[kPlan] = timelineOf({{0, "one"}, {1'000, "two"}, {2'000, ""}}, 4'000);
        manifest = manifestFor({{kPlan, 10, morning(0), morning(4'000)}},
                               {"one", "two", "logo", "ticker"});
        auto with = parts({kWidth, kHeight});
        with.connected = [this] { return plugged; };
        with.unplugged = [this] { return !plugged && known; };
        stage.emplace(std::move(with));
    }
    std::unique_ptr<Item> overlayItem(OverlayCue const& overlay, std::int64_t fromTick) override {
        overlays.push_back(overlay.cue.name);
        return StageFixture::overlayItem(overlay, fromTick);
    }
    void plan() { setPlan(manifest, {"one", "two", "logo", "ticker"}); }
    void addOverlay(std::string const& asset, std::int64_t fromMs, std::int64_t toMs, int x, int y,
                    int width, int height, int opacity = 100) {
        manifest.overlays.push_back(
            {digestOf(asset), morning(fromMs), morning(toMs), x, y, width, height, opacity});
    }
    int shade(std::int64_t ms, int x, int y) const { return shadeAt(*seenAt(ms).frame, x, y); }
    std::vector<messages::EvidenceTier> tiers() {
        std::vector<messages::EvidenceTier> out;
        for (auto const& row : rows()) {
            out.push_back(row.tier);
        }
        return out;
    }

    messages::Manifest manifest;
    std::vector<std::string> overlays;  ///< as they were started
    bool plugged = true;
    bool known = false;  ///< the computer says whether it is plugged in
};

TEST_F(StageLayersTest, AnOverlayLiesOverAllItemsForItsTimeOnly) {
    addOverlay("logo", 200, 1'400, 6, 0, 2, 1);
    plan();
    run(0, 2'000);
    EXPECT_EQ(shade(160, 6, 0), 100);
    EXPECT_EQ(shade(200, 6, 0), 20);
    EXPECT_EQ(shade(200, 5, 0), 100);
    EXPECT_EQ(shade(200, 6, 1), 100);
    EXPECT_EQ(shade(1'360, 7, 0), 20);
    EXPECT_EQ(shade(1'360, 0, 0), 200);
    EXPECT_EQ(shade(1'400, 7, 0), 200);
    EXPECT_EQ(overlays, std::vector<std::string>{"logo"});
}

TEST_F(StageLayersTest, TheLaterNamedOverlayLiesOnTopAndOpacityLetsContentThrough) {
    addOverlay("ticker", 0, 2'000, 0, 3, 8, 1);
    addOverlay("logo", 0, 2'000, 4, 3, 1, 1, 50);
    plan();
    run(0, 1'000);
    EXPECT_EQ(shade(0, 0, 3), 40);
    EXPECT_NEAR(shade(0, 4, 3), 30, 1);
}

TEST_F(StageLayersTest, AnOverlayGoesOnWhenAnotherManifestNamesItAgain) {
    addOverlay("logo", 0, 2'000, 6, 0, 2, 1);
    plan();
    run(0, 400);
    manifest.version.counter = 2;
    manifest.overlays[0].to = morning(3'000);
    addOverlay("ticker", 0, 2'000, 0, 3, 8, 1);
    plan();
    run(400, 800);
    EXPECT_EQ(overlays, (std::vector<std::string>{"logo", "ticker"}));
    manifest.overlays.erase(manifest.overlays.begin());
    plan();
    run(800, 1'000);
    EXPECT_EQ(shade(760, 6, 0), 20);
    EXPECT_EQ(shade(800, 6, 0), 100);
    EXPECT_EQ(shade(800, 6, 3), 40);
    EXPECT_EQ(disposed, 1);
}

TEST_F(StageLayersTest, AnOverlayOverADarkScreenIsShown) {
    addOverlay("logo", 0, 4'000, 6, 0, 2, 1);
    plan();
    run(0, 2'400);
    EXPECT_EQ(shade(2'200, 0, 0), 0);
    EXPECT_EQ(shade(2'200, 6, 0), 20);
}

TEST_F(StageLayersTest, AnOverlayThatFailsIsToldOnceAndLeftOut) {
    addOverlay("logo", 0, 2'000, 6, 0, 2, 1);
    errors["logo"] = Error{Errc::damaged, "cut off"};
    plan();
    run(0, 1'000);
    EXPECT_EQ(failed, std::vector<std::string>{"logo"});
    EXPECT_EQ(shade(400, 6, 0), 100);
}

TEST_F(StageLayersTest, AHeldPictureHasNoOldOverlayInIt) {
    addOverlay("logo", 0, 120, 6, 0, 2, 1);
    missing["one"] = {tickOf(120), tickOf(160)};
    plan();
    run(0, 400);
    EXPECT_EQ(shade(80, 6, 0), 20);
    EXPECT_EQ(shade(120, 6, 0), 100);
    EXPECT_EQ(shade(160, 6, 0), 100);
}

TEST_F(StageLayersTest, ANoticeTakesThePlaceOfOverlaysToo) {
    addOverlay("logo", 0, 2'000, 6, 0, 2, 1);
    plan();
    run(0, 200);
    stage->setNotice(grey(kWidth, kHeight, 77));
    run(200, 400);
    EXPECT_EQ(shade(200, 6, 0), 77);
    stage->setNotice(nullptr);
    run(400, 480);
    EXPECT_EQ(shade(400, 6, 0), 20);
    EXPECT_EQ(shade(400, 0, 0), 100);
}

TEST_F(StageLayersTest, AnOverlayThatHangsIsLeftOutAfterTwoSecondsAndTriedAgainAMinuteLater) {
    addOverlay("ticker", 0, 90'000, 0, 0, 8, 1);
    for (auto tick = tickOf(1'000); tick < tickOf(10'000); ++tick) {
        missing["ticker"].insert(tick);
    }
    plan();
    run(0, 62'960);
    EXPECT_EQ(shade(2'920, 0, 0), 40);
    EXPECT_EQ(shade(2'960, 0, 0), 0);
    EXPECT_EQ(failed, std::vector<std::string>{"ticker"});
    run(62'960, 63'040);
    EXPECT_EQ(shade(63'000, 0, 0), 40);
}

TEST_F(StageLayersTest, AShowingComesUpOverTheLastPictureBeforeItFromItsOwnStart) {
    manifest.display.crossFade = Milliseconds(160);  // 4 ticks
    plan();
    run(0, 2'400);
    // Nothing was there before the first one.
    EXPECT_EQ(shade(0, 0, 0), 100);
    EXPECT_EQ(shade(960, 0, 0), 100);
    for (int step = 0; step < 4; ++step) {
        EXPECT_NEAR(shade(1'000 + 40 * step, 0, 0), 100 + 100 * (step + 1) / 5, 2) << step;
    }
    EXPECT_EQ(shade(1'160, 0, 0), 200);
    // Into darkness likewise.
    EXPECT_NEAR(shade(2'000, 0, 0), 160, 2);
    EXPECT_EQ(shade(2'160, 0, 0), 0);
}

TEST_F(StageLayersTest, AFadeBeginsOnlyWhenThereIsSomethingToFadeTo) {
    manifest.display.crossFade = Milliseconds(160);
    missing["two"] = {tickOf(1'000), tickOf(1'040)};
    plan();
    run(0, 2'000);
    EXPECT_EQ(shade(1'040, 0, 0), 100);
    EXPECT_NEAR(shade(1'080, 0, 0), 160, 2);
    EXPECT_EQ(shade(1'160, 0, 0), 200);
}

TEST_F(StageLayersTest, BrightnessFollowsItsHoursAndCoversTheOverlays) {
    addOverlay("logo", 0, 2'000, 6, 0, 2, 1);
    manifest.display.levels = {{morning(400), 50, 100}};
    plan();
    run(0, 1'000);
    EXPECT_EQ(shade(360, 0, 0), 100);
    EXPECT_EQ(shade(400, 0, 0), 50);
    EXPECT_EQ(shade(400, 6, 0), 10);
}

using Tier = messages::EvidenceTier;

TEST_F(StageLayersTest, APlayIsDeliveredOnlyWhileTheOutputIsPluggedIn) {
    plan();
    run(0, 1'000);
    plugged = false;
    run(1'000, 2'040);
    EXPECT_EQ(tiers(), (std::vector{Tier::delivered, Tier::composed}));
}

TEST_F(StageLayersTest, AKnownUnpluggedOutputMakesAPlayPartial) {
    plan();
    known = true;
    run(0, 1'000);
    plugged = false;
    run(1'000, 1'500);
    plugged = true;
    run(1'500, 2'040);
    ASSERT_EQ(rows().size(), 2U);
    EXPECT_EQ(rows()[0].result, messages::PlayResult::complete);
    EXPECT_EQ(rows()[1].result, messages::PlayResult::partial);
    EXPECT_EQ(rows()[1].reason, "unplugged");
    EXPECT_EQ(rows()[1].tier, Tier::composed);
}

TEST_F(StageLayersTest, AMomentWithoutTheCableIsForgiven) {
    plan();
    known = true;
    plugged = false;
    run(0, 40);
    plugged = true;
    run(40, 1'040);
    EXPECT_EQ(rows().at(0).result, messages::PlayResult::complete);
    EXPECT_EQ(rows().at(0).tier, Tier::delivered);
}

TEST_F(StageLayersTest, WhatIsShownWithoutPowerOrDimmedToBlackIsNotDelivered) {
    manifest.display.levels = {{morning(0), 100, 100, false}, {morning(1'000), 0, 100}};
    plan();
    run(0, 2'040);
    EXPECT_EQ(tiers(), (std::vector{Tier::composed, Tier::composed}));
}

}  // namespace
}  // namespace tocsin::player
