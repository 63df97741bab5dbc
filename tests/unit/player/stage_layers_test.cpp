// SPDX-License-Identifier: Apache-2.0
// What lies over the content, how one showing comes up over another, and how bright all of it is.
#include <map>

#include "row_fixtures.hpp"
#include "stage/stage.hpp"

namespace tocsin::player {
namespace {

constexpr int kWidth = 8, kHeight = 4;

media::FramePtr grey(int width, int height, int shade) {
    auto frame = std::make_shared<media::Frame>(width, height);
    std::fill(frame->pixels.begin(), frame->pixels.end(), static_cast<std::uint8_t>(shade));
    for (std::size_t i = 3; i < frame->pixels.size(); i += 4) {
        frame->pixels[i] = 255;
    }
    return frame;
}

int shadeAt(media::Frame const& frame, int x, int y) {
    return frame
        .pixels[static_cast<std::size_t>(y) * frame.stride() + static_cast<std::size_t>(x) * 4];
}

class GreyItem final : public Item {
public:
    GreyItem(int width, int height, int shade, std::set<std::int64_t> missing,
             std::optional<Error> error)
        : width_(width),
          height_(height),
          shade_(shade),
          missing_(std::move(missing)),
          error_(std::move(error)) {}
    Taken take(std::int64_t tick, std::chrono::nanoseconds) override {
        if (error_ || missing_.contains(tick)) {
            return {};
        }
        return {grey(width_, height_, shade_), false};
    }
    [[nodiscard]] bool ready() const override { return !error_; }
    [[nodiscard]] std::optional<Error> failure() const override { return error_; }

private:
    int width_, height_, shade_;
    std::set<std::int64_t> missing_;
    std::optional<Error> error_;
};

class KeepingSink final : public FrameSink {
public:
    bool submit(media::FramePtr const& frame, TickInfo const& info) noexcept override {
        seen[info.tick] = frame;
        return true;
    }
    [[nodiscard]] std::string const& name() const noexcept override { return name_; }
    [[nodiscard]] bool isOutput() const noexcept override { return true; }
    std::map<std::int64_t, media::FramePtr> seen;

private:
    std::string name_ = "keeping";
};

class StageLayersTest : public testing::Test {
protected:
    StageLayersTest() {
        fleet.setTarget({Milliseconds(0), Milliseconds(1)});
        timelines[kPlan] = timelineOf({{0, "one"}, {1'000, "two"}, {2'000, ""}}, 4'000);
        manifest = manifestFor({{kPlan, 10, morning(0), morning(4'000)}},
                               {"one", "two", "logo", "ticker"});
    }
    void plan(std::set<std::string> const& here = {"one", "two", "logo", "ticker"}) {
        std::set<Digest> present;
        for (auto const& name : here) {
            present.insert(digestOf(name));
        }
        stage.setPlan(std::make_shared<Plan>(manifest, timelines, present));
    }
    void addOverlay(std::string const& asset, std::int64_t fromMs, std::int64_t toMs, int x, int y,
                    int width, int height, int opacity = 100) {
        manifest.overlays.push_back(
            {digestOf(asset), morning(fromMs), morning(toMs), x, y, width, height, opacity});
    }
    void run(std::int64_t fromMs, std::int64_t toMs) {
        for (auto tick = tickOf(fromMs); tick < tickOf(toMs); ++tick) {
            ASSERT_TRUE(stage.tick(tick, {}));
        }
    }
    std::int64_t tickOf(std::int64_t ms) const { return grid.firstAt(morning(ms)); }
    int shade(std::int64_t ms, int x, int y) { return shadeAt(*sink.seen.at(tickOf(ms)), x, y); }

    Digest const kPlan = digestOf("plan");
    JumpingClock clock{morning(0)};
    FleetClock fleet{clock};
    TickGrid const grid{{25, 1}};
    InFlight ring{InFlight::open(freshFolder() / "inflight").value()};
    Plan::Timelines timelines;
    messages::Manifest manifest;
    std::map<std::string, int> shades{{"one", 100}, {"two", 200}, {"logo", 20}, {"ticker", 40}};
    std::map<std::string, std::set<std::int64_t>> missing;
    std::map<std::string, std::optional<Error>> errors;
    std::vector<std::string> started, failed;
    int disposed = 0;
    bool plugged = true;
    KeepingSink sink;
    Stage stage{Stage::Parts{
        .clock = clock,
        .fleet = fleet,
        .grid = grid,
        .inflight = ring,
        .startItem =
            [this](Cue const& cue, std::int64_t) {
                return std::make_unique<GreyItem>(kWidth, kHeight, shades[cue.name],
                                                  missing[cue.name], errors[cue.name]);
            },
        .startOverlay =
            [this](OverlayCue const& overlay, std::int64_t) {
                auto const& name = overlay.cue.name;
                started.push_back(name);
                return std::make_unique<GreyItem>(overlay.width, overlay.height, shades[name],
                                                  missing[name], errors[name]);
            },
        .sinks = {&sink},
        .size = {kWidth, kHeight},
        .boot = "0c8f2a36-3d8b-4a52-9c0e-1f6f3c0d9d11",
        .log = silentLog(),
        .dispose = [this](std::unique_ptr<Item>) { ++disposed; },
        .playEnded = [] {},
        .changed = [] {},
        .failed = [this](Cue const& cue, Error const&) { failed.push_back(cue.name); },
        .connected = [this] { return plugged; }}};
    std::vector<messages::EvidenceTier> tiers() {
        std::vector<messages::EvidenceTier> out;
        while (auto const row = ring.nextFinished()) {
            out.push_back(row->record.tier);
            ring.release(row->slot);
        }
        return out;
    }
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
    EXPECT_EQ(started, std::vector<std::string>{"logo"});
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
    EXPECT_EQ(started, (std::vector<std::string>{"logo", "ticker"}));
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
    stage.setNotice(grey(kWidth, kHeight, 77));
    run(200, 400);
    EXPECT_EQ(shade(200, 6, 0), 77);
    stage.setNotice(nullptr);
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

TEST_F(StageLayersTest, WhatIsShownWithoutPowerOrDimmedToBlackIsNotDelivered) {
    manifest.display.levels = {{morning(0), 100, 100, false}, {morning(1'000), 0, 100}};
    plan();
    run(0, 2'040);
    EXPECT_EQ(tiers(), (std::vector{Tier::composed, Tier::composed}));
}

}  // namespace
}  // namespace tocsin::player
