// SPDX-License-Identifier: Apache-2.0
// Showings of streams: the fallback has their place while they have no pictures, and they come back
// in their own time.
#include <map>

#include "row_fixtures.hpp"
#include "stage/stage.hpp"

namespace tocsin::player {
namespace {

/// What a stream has, as the test says.
struct Source {
    bool pictures = true;
    bool given_up = false;  ///< no pictures, and nothing to wait for
};

class RecoveringItem final : public Item {
public:
    RecoveringItem(int shade, Source const& source, bool stream)
        : shade_(shade), source_(source), stream_(stream) {}
    Taken take(std::int64_t, std::chrono::nanoseconds) override {
        if (!source_.pictures) {
            return {};
        }
        auto frame = std::make_shared<media::Frame>(2, 2);
        std::fill(frame->pixels.begin(), frame->pixels.end(), static_cast<std::uint8_t>(shade_));
        return {std::move(frame), false};
    }
    [[nodiscard]] bool ready() const override { return source_.pictures; }
    [[nodiscard]] std::optional<Error> failure() const override {
        return source_.given_up ? std::optional(Error{Errc::unavailable, "stream: silent"})
                                : std::nullopt;
    }
    [[nodiscard]] bool mayRecover() const override { return stream_; }

private:
    int shade_;
    Source const& source_;
    bool stream_;
};

class ShadeSink final : public FrameSink {
public:
    bool submit(media::FramePtr const& frame, TickInfo const& info) noexcept override {
        seen[info.tick] = frame->pixels[0];
        return true;
    }
    [[nodiscard]] std::string const& name() const noexcept override { return name_; }
    [[nodiscard]] bool isOutput() const noexcept override { return false; }
    std::map<std::int64_t, int> seen;

private:
    std::string name_ = "shade";
};

/// "film" for twenty seconds, then "live" until forty, then "film" again; "house" is the fallback.
class StageRecoveryTest : public testing::Test {
protected:
    StageRecoveryTest() {
        fleet.setTarget({Milliseconds(0), Milliseconds(1)});
        timelines[kPlan] = timelineOf({{0, "film"}, {20'000, "live"}, {40'000, "film"}}, 60'000);
        setPlan();
    }
    void setPlan() {
        auto manifest = manifestFor({{kPlan, 10, morning(0), morning(60'000)}},
                                    {"film", "live", "house"}, {"house"});
        manifest.assets[1].kind = playlists::AssetKind::stream;
        stage.setPlan(std::make_shared<Plan>(
            manifest, timelines,
            std::set<Digest>{digestOf("film"), digestOf("live"), digestOf("house")}));
    }
    void run(std::int64_t fromMs, std::int64_t toMs) {
        for (auto tick = tickOf(fromMs); tick < tickOf(toMs); ++tick) {
            ASSERT_TRUE(stage.tick(tick, {}));
        }
    }
    void silence() { live = {false, true}; }
    void expectShown(std::string const& name, std::int64_t fromMs, std::int64_t toMs) {
        for (auto tick = tickOf(fromMs); tick < tickOf(toMs); ++tick) {
            ASSERT_EQ(sink.seen.at(tick), kShades.at(name))
                << name << " at " << grid.instantOf(tick) - morning(0) << " ms";
        }
    }
    std::vector<messages::PlayRecord> rowsOf(std::string const& name) {
        std::vector<messages::PlayRecord> out;
        while (auto const finished = ring.nextFinished()) {
            if (finished->record.content.asset == digestOf(name)) {
                out.push_back(finished->record);
            }
            ring.release(finished->slot);
        }
        return out;
    }
    std::int64_t tickOf(std::int64_t ms) const { return grid.firstAt(morning(ms)); }

    std::map<std::string, int> const kShades{{"film", 50}, {"live", 100}, {"house", 200}};
    Digest const kPlan = digestOf("plan");
    JumpingClock clock{morning(0)};
    FleetClock fleet{clock};
    TickGrid const grid{{25, 1}};
    InFlight ring{InFlight::open(freshFolder() / "inflight").value()};
    Plan::Timelines timelines;
    Source live, sound;
    std::map<std::string, std::vector<std::int64_t>> startedAt;
    int disposed = 0;
    ShadeSink sink;
    Stage stage{Stage::Parts{.clock = clock,
                             .fleet = fleet,
                             .grid = grid,
                             .inflight = ring,
                             .startItem =
                                 [this](Cue const& cue, std::int64_t) {
                                     bool const stream = cue.name == "live";
                                     startedAt[cue.name].push_back(toMillis(fleet.now()) -
                                                                   kMorning);
                                     return std::make_unique<RecoveringItem>(
                                         kShades.at(cue.name), stream ? live : sound, stream);
                                 },
                             .startOverlay = {},
                             .sinks = {&sink},
                             .size = {2, 2},
                             .boot = "0c8f2a36-3d8b-4a52-9c0e-1f6f3c0d9d11",
                             .log = silentLog(),
                             .dispose = [this](std::unique_ptr<Item>) { ++disposed; },
                             .playEnded = [] {},
                             .changed = [] {},
                             .failed = [](Cue const&, Error const&) {}}};
};

TEST_F(StageRecoveryTest, AStreamIsOpenedTenSecondsAheadAndAFilmSix) {
    run(0, 40'000);
    ASSERT_EQ(startedAt["live"].size(), 1U);
    EXPECT_EQ(startedAt["live"][0], 10'000);
    ASSERT_EQ(startedAt["film"].size(), 2U);
    EXPECT_EQ(startedAt["film"][1], 34'000);
}

TEST_F(StageRecoveryTest, AStreamThatFallsSilentGivesWayAndComesBackInItsOwnShowing) {
    run(0, 25'000);
    silence();
    run(25'000, 30'000);
    live = {};
    run(30'000, 40'040);
    expectShown("live", 20'000, 25'000);
    expectShown("house", 25'000, 30'000);
    expectShown("live", 30'000, 40'000);
    expectShown("film", 40'000, 40'040);
    EXPECT_EQ(startedAt["live"].size(), 1U) << "the item that was given up is taken up again";
    auto const rows = rowsOf("live");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].result, messages::PlayResult::failed);
    EXPECT_EQ(rows[0].reason, "stream: silent");
    EXPECT_EQ(rows[0].shownMs, 5'000);
    EXPECT_EQ(rows[1].result, messages::PlayResult::partial);
    EXPECT_EQ(rows[1].reason, "joined-late");
    EXPECT_EQ(rows[1].shownMs, 10'000);
}

TEST_F(StageRecoveryTest, AStreamThatIsNotThereAtItsStartIsFilledInForFromItsFirstTickOn) {
    silence();
    run(0, 40'040);
    expectShown("film", 0, 20'000);
    expectShown("house", 20'000, 40'000);
    expectShown("film", 40'000, 40'040);
    auto const rows = rowsOf("live");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].reason, "stream: silent");
    EXPECT_EQ(rows[0].shownMs, 0);
    EXPECT_GT(disposed, 0);
}

TEST_F(StageRecoveryTest, AStreamThatComesJustBeforeItsStartIsShownFromItsFirstTickOn) {
    silence();
    run(0, 19'400);
    live = {};
    run(19'400, 40'040);
    expectShown("live", 20'000, 40'000);
    auto const rows = rowsOf("live");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].result, messages::PlayResult::complete);
}

TEST_F(StageRecoveryTest, AStreamThatComesAfterItsStartIsTakenUpThen) {
    silence();
    run(0, 23'000);
    live = {};
    run(23'000, 40'040);
    expectShown("house", 20'000, 23'000);
    expectShown("live", 23'000, 40'000);
    auto const rows = rowsOf("live");
    ASSERT_EQ(rows.size(), 1U) << "what was shown late after all is no failed play beside it";
    EXPECT_EQ(rows[0].reason, "joined-late");
}

TEST_F(StageRecoveryTest, AStreamIsNoHangingDecoder) {
    run(0, 25'000);
    live = {false, false};
    run(25'000, 30'000);
    expectShown("live", 25'000, 30'000);  // its item waits, so the picture is held
}

TEST_F(StageRecoveryTest, AStreamThatNobodyPlansAnyMoreIsLetGo) {
    run(0, 25'000);
    silence();
    run(25'000, 26'000);
    auto const before = disposed;
    timelines[kPlan] = timelineOf({{0, "film"}, {20'000, "film"}}, 60'000);
    setPlan();
    live = {};
    run(26'000, 27'000);
    expectShown("film", 26'000, 27'000);
    EXPECT_EQ(disposed, before + 3) << "the stand-in's item, that of its next turn, the stream's";
}

}  // namespace
}  // namespace tocsin::player
