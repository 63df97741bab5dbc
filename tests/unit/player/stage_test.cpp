// SPDX-License-Identifier: Apache-2.0
// The stage: one frame a tick, exact boundaries, honest counts.
#include "stage/stage.hpp"

#include <map>

#include "row_fixtures.hpp"

namespace tocsin::player {
namespace {

/// Each tick's frame is its own; ticks listed in `missing` have none.
class FakeItem final : public Item {
public:
    FakeItem(std::set<std::int64_t> missing, std::optional<Error> error)
        : missing_(std::move(missing)), error_(std::move(error)) {}
    Taken take(std::int64_t tick, std::chrono::nanoseconds) override {
        if (error_ || missing_.contains(tick)) {
            return {};
        }
        return {std::make_shared<media::Frame>(2, 2), false};
    }
    [[nodiscard]] bool ready() const override { return !error_; }
    [[nodiscard]] std::optional<Error> failure() const override { return error_; }

private:
    std::set<std::int64_t> missing_;
    std::optional<Error> error_;
};

struct Seen {
    std::int64_t tick;
    std::string playId;
    media::FramePtr frame;
};

class RecordingSink final : public FrameSink {
public:
    bool submit(media::FramePtr const& frame, TickInfo const& info) noexcept override {
        seen.push_back({info.tick, info.playId, frame});
        if (onFrame) {
            onFrame();
        }
        return !lost.contains(info.tick);
    }
    [[nodiscard]] std::string const& name() const noexcept override { return name_; }
    [[nodiscard]] bool isOutput() const noexcept override { return output; }
    std::vector<Seen> seen;
    bool output = false;
    std::set<std::int64_t> lost;  ///< ticks whose frames are not taken
    std::function<void()> onFrame;

private:
    std::string name_ = "recording";
};

constexpr char kBoot[] = "0c8f2a36-3d8b-4a52-9c0e-1f6f3c0d9d11";

class StageTest : public testing::Test {
protected:
    StageTest() {
        fleet.setTarget({Milliseconds(0), Milliseconds(1)});
        timelines[kPlan] =
            timelineOf({{0, "one"}, {1'000, "two"}, {2'000, ""}, {3'000, "three"}}, 4'000);
    }
    void make() {
        stage.emplace(Stage::Parts{
            .clock = clock,
            .fleet = fleet,
            .grid = grid,
            .inflight = *ring,
            .startItem =
                [this](Cue const& cue, std::int64_t) {
                    started.push_back(cue.name);
                    return std::make_unique<FakeItem>(missing[cue.name], errors[cue.name]);
                },
            .startOverlay =
                [this](OverlayCue const& overlay, std::int64_t) {
                    started.push_back(overlay.cue.name);
                    return std::make_unique<FakeItem>(missing[overlay.cue.name],
                                                      errors[overlay.cue.name]);
                },
            .sinks = {&sink},
            .size = {2, 2},
            .boot = kBoot,
            .log = silentLog(),
            .dispose = [this](std::unique_ptr<Item>) { ++disposed; },
            .playEnded = [] {},
            .changed = [] {},
            .failed = [this](Cue const& cue, Error const&) { failed.push_back(cue.name); }});
    }
    void reopen() {
        stage.reset();
        ring.emplace(InFlight::open(file).value());
        make();
    }
    void setPlan(std::set<std::string> const& here = {"one", "two", "three", "house"},
                 std::vector<std::string> const& fallback = {}) {
        std::set<Digest> present;
        for (auto const& name : here) {
            present.insert(digestOf(name));
        }
        auto const manifest = manifestFor({{kPlan, 10, morning(0), morning(4'000)}},
                                          {"one", "two", "three", "house"}, fallback);
        stage->setPlan(std::make_shared<Plan>(manifest, timelines, present));
    }
    /// Runs the ticks of [from, to).
    void run(std::int64_t fromMs, std::int64_t toMs) {
        for (auto tick = grid.firstAt(morning(fromMs)); tick < grid.firstAt(morning(toMs));
             ++tick) {
            ASSERT_TRUE(stage->tick(tick, {}));
        }
    }
    std::vector<messages::PlayRecord> rows() {
        std::vector<messages::PlayRecord> out;
        while (auto const finished = ring->nextFinished()) {
            out.push_back(finished->record);
            ring->release(finished->slot);
        }
        return out;
    }
    std::string idOf(std::int64_t index) const {
        return messages::plannedPlayId(kPlan, index).hex();
    }

    Digest const kPlan = digestOf("plan");
    std::filesystem::path const file = freshFolder() / "inflight";
    JumpingClock clock{morning(0)};
    FleetClock fleet{clock};
    TickGrid const grid{{25, 1}};
    std::optional<InFlight> ring{InFlight::open(file).value()};
    Plan::Timelines timelines;
    std::map<std::string, std::set<std::int64_t>> missing;
    std::map<std::string, std::optional<Error>> errors;
    std::vector<std::string> started, failed;
    int disposed = 0;
    RecordingSink sink;
    std::optional<Stage> stage;
};

TEST_F(StageTest, EveryTickHasExactlyOneFrameOfThePlayThatOwnsIt) {
    make();
    setPlan();
    run(0, 4'000);
    run(4'000, 4'040);
    ASSERT_EQ(sink.seen.size(), 101U);
    for (std::size_t i = 0; i < 100; ++i) {
        EXPECT_EQ(sink.seen[i].tick, grid.firstAt(morning(0)) + static_cast<std::int64_t>(i));
        auto const second = i / 25;
        auto const expected =
            second == 2 ? "-" : idOf(second == 3 ? 3 : static_cast<std::int64_t>(second));
        ASSERT_EQ(sink.seen[i].playId, expected) << i;
    }
    auto const all = rows();
    ASSERT_EQ(all.size(), 3U);
    for (auto const& row : all) {
        EXPECT_EQ(row.result, messages::PlayResult::complete);
        EXPECT_EQ(row.shownMs, 1000);
        EXPECT_EQ(row.framesShown, 25);
        EXPECT_EQ(row.framesRepeated, 0);
        EXPECT_EQ(row.clock, messages::ClockState::synced);
        EXPECT_EQ(row.tier, messages::EvidenceTier::composed);
    }
    EXPECT_EQ(all[1].start, morning(1'000));
    EXPECT_EQ(all[1].end, morning(2'000));
    EXPECT_EQ(all[1].index, 1);
    EXPECT_EQ(stage->report().completePlays, 3);
    // Each item was opened once.
    EXPECT_EQ(started, (std::vector<std::string>{"one", "two", "three"}));
}

TEST_F(StageTest, TheNextItemIsOpenedAhead) {
    make();
    setPlan();
    run(0, 40);
    EXPECT_EQ(started, (std::vector<std::string>{"one", "two"}));
}

TEST_F(StageTest, AMissingFrameRepeatsTheLastAndIsCounted) {
    make();
    setPlan();
    auto const first = grid.firstAt(morning(0));
    missing["one"] = {first + 3, first + 4};
    run(0, 1'040);
    EXPECT_EQ(sink.seen[3].frame, sink.seen[2].frame);
    EXPECT_EQ(sink.seen[4].frame, sink.seen[2].frame);
    EXPECT_NE(sink.seen[5].frame, sink.seen[2].frame);
    EXPECT_EQ(sink.seen[3].playId, idOf(0));
    auto const all = rows();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].framesShown, 25);
    EXPECT_EQ(all[0].framesRepeated, 2);
    // Two of 25 are over five per cent.
    EXPECT_EQ(all[0].result, messages::PlayResult::partial);
    EXPECT_EQ(all[0].reason, "stalled");
}

TEST_F(StageTest, TicksBeforeTheFirstFrameAreNotShownAndThePictureBeforeIsHeld) {
    make();
    setPlan();
    auto const second = grid.firstAt(morning(1'000));
    missing["two"] = {second, second + 1, second + 2};
    run(0, 2'040);
    EXPECT_EQ(sink.seen[25].frame, sink.seen[24].frame);
    EXPECT_EQ(sink.seen[25].playId, "-");
    EXPECT_EQ(sink.seen[28].playId, idOf(1));
    auto const all = rows();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[1].framesShown, 22);
    EXPECT_EQ(all[1].framesRepeated, 0);
    EXPECT_EQ(all[1].start, morning(1'120));
    EXPECT_EQ(all[1].reason, "joined-late");
}

TEST_F(StageTest, JoinsInTheMiddleAndIsStoppedInTheMiddle) {
    make();
    setPlan();
    run(600, 1'400);
    stage->finish("stopped");
    auto const all = rows();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].reason, "joined-late");
    EXPECT_EQ(all[0].shownMs, 400);
    EXPECT_EQ(all[1].reason, "stopped");
    EXPECT_EQ(all[1].shownMs, 400);
}

TEST_F(StageTest, AFailedDecodeHoldsThePictureAndFailsThePlay) {
    make();
    setPlan();
    errors["two"] = Error{Errc::damaged, "no key frame"};
    run(0, 2'040);
    for (std::size_t i = 25; i < 50; ++i) {
        ASSERT_EQ(sink.seen[i].frame, sink.seen[24].frame);
    }
    auto const all = rows();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[1].result, messages::PlayResult::failed);
    EXPECT_EQ(all[1].reason, "decode: no key frame");
    EXPECT_EQ(all[1].shownMs, 0);
    EXPECT_EQ(failed, std::vector<std::string>{"two"});
}

TEST_F(StageTest, AMissingAssetBecomesAFailedRowAndTheFallbackPlays) {
    make();
    setPlan({"one", "three", "house"}, {"house"});
    run(0, 2'040);
    EXPECT_EQ(sink.seen[30].playId, Digest{}.hex());
    auto const all = rows();
    ASSERT_EQ(all.size(), 3U);
    std::map<std::string, messages::PlayRecord> byReason;
    for (auto const& row : all) {
        byReason[row.reason] = row;
    }
    ASSERT_TRUE(byReason.contains("not-fetched"));
    EXPECT_EQ(byReason["not-fetched"].playId.hex(), idOf(1));
    EXPECT_EQ(byReason["not-fetched"].result, messages::PlayResult::failed);
    EXPECT_EQ(byReason["not-fetched"].shownMs, 0);
}

TEST_F(StageTest, AnAssetThatArrivesInTimeIsJoinedAndNotFailed) {
    make();
    setPlan({"one", "three"});
    run(0, 1'400);
    setPlan();
    run(1'400, 2'040);
    auto const all = rows();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[1].playId.hex(), idOf(1));
    EXPECT_EQ(all[1].shownMs, 600);
    EXPECT_EQ(all[1].reason, "joined-late");
}

TEST_F(StageTest, ANewManifestWithTheSameEntryGoesOnWithoutACut) {
    make();
    setPlan();
    run(0, 480);
    setPlan();
    run(480, 1'040);
    auto const all = rows();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].result, messages::PlayResult::complete);
}

TEST_F(StageTest, ANewManifestWithAnotherPlanCutsAtATick) {
    make();
    setPlan();
    run(0, 480);
    auto const other = digestOf("other plan");
    timelines[other] = timelineOf({{0, "three"}}, 4'000);
    auto const manifest = manifestFor({{other, 10, morning(0), morning(4'000)}}, {"three"});
    stage->setPlan(
        std::make_shared<Plan>(manifest, timelines, std::set<Digest>{digestOf("three")}));
    run(480, 520);
    auto const all = rows();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].reason, "new-manifest");
    EXPECT_EQ(all[0].framesShown, 12);
    EXPECT_EQ(sink.seen.back().playId, messages::plannedPlayId(other, 0).hex());
}

TEST_F(StageTest, ACrashedPlayIsResumedAsOneRow) {
    make();
    setPlan();
    run(0, 480);
    reopen();  // killed, and back within the play
    setPlan();
    run(560, 1'040);
    auto const all = rows();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].framesShown, 23);
    EXPECT_EQ(all[0].start, morning(0));
    EXPECT_EQ(all[0].end, morning(1'000));
    EXPECT_EQ(all[0].result, messages::PlayResult::partial);
    EXPECT_EQ(all[0].reason, "resumed");
}

TEST_F(StageTest, AResumedPlayMayStillBeComplete) {
    make();
    timelines[kPlan] = timelineOf({{0, "one"}, {4'000, "two"}}, 4'001);
    setPlan();
    run(0, 2'000);
    reopen();
    setPlan();
    run(2'040, 4'040);
    auto const all = rows();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].result, messages::PlayResult::complete);
    EXPECT_EQ(all[0].framesShown, 99);
}

TEST_F(StageTest, ACrashedPlayThatIsOverIsClosedAsItStands) {
    make();
    setPlan();
    run(0, 480);
    reopen();
    setPlan();
    run(1'400, 1'440);
    auto const all = rows();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].playId.hex(), idOf(0));
    EXPECT_EQ(all[0].framesShown, 12);
    EXPECT_EQ(all[0].reason, "crash");
}

TEST_F(StageTest, FramesGoOnWithoutAPauseWhenTheWallClockIsSetBack) {
    make();
    setPlan();
    std::vector<std::int64_t> at;  // of each frame, by the monotonic clock
    std::stop_source stop;
    sink.onFrame = [&] {
        at.push_back(clock.monotonicMs());
        if (at.size() == 50) {
            stop.request_stop();
        }
    };
    clock.duringWait = [&, steps = 0]() mutable {
        if (at.size() == 10 && steps++ == 0) {
            clock.stepWall(-std::chrono::hours(1));
        }
    };
    stage->run(stop.get_token());
    ASSERT_EQ(at.size(), 50U);
    for (std::size_t i = 1; i < at.size(); ++i) {
        ASSERT_EQ(at[i] - at[i - 1], 40) << i;
        ASSERT_EQ(sink.seen[i].tick - sink.seen[i - 1].tick, 1) << i;
    }
}

TEST_F(StageTest, ANoticeTakesThePlaceOfContent) {
    make();
    setPlan();
    run(0, 480);
    auto const notice = std::make_shared<media::Frame const>(2, 2);
    stage->setNotice(notice);
    run(480, 600);
    EXPECT_EQ(sink.seen.back().frame, notice);
    EXPECT_EQ(sink.seen.back().playId, "-");
    EXPECT_TRUE(stage->report().notice);
    stage->setNotice(nullptr);
    run(600, 640);
    EXPECT_EQ(sink.seen.back().playId, idOf(0));
}

TEST_F(StageTest, ANoticeLetsTheNextItemGoWhateverThePlanSaysOfItsEnd) {
    make();
    // A fallback goes on for ever, so the plan has an answer for any instant.
    setPlan({"house"}, {"house"});
    run(0, 14'000);
    setPlan({"one", "two", "three", "house"}, {"house"});
    stage->setNotice(std::make_shared<media::Frame const>(2, 2));
    auto const before = disposed;
    run(14'000, 14'080);
    EXPECT_EQ(disposed - before, 2);  // what was on, and what was to come
    stage->setNotice(nullptr);
    run(14'080, 14'120);
    EXPECT_EQ(sink.seen.back().playId, Digest{}.hex());
}

TEST_F(StageTest, FramesTakenByAConnectedOutputAreDelivered) {
    sink.output = true;
    make();
    setPlan();
    run(0, 1'040);
    EXPECT_EQ(rows().at(0).tier, messages::EvidenceTier::delivered);
}

TEST_F(StageTest, FramesThatAConnectedOutputLosesAreNotDeliveredBeyondFivePerCent) {
    sink.output = true;
    auto const first = grid.firstAt(morning(0));
    // One of 25 in the first play, even its first; two in the second.
    sink.lost = {first, first + 27, first + 28};
    make();
    setPlan();
    run(0, 2'040);
    auto const all = rows();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].tier, messages::EvidenceTier::delivered);
    EXPECT_EQ(all[1].tier, messages::EvidenceTier::composed);
}

}  // namespace
}  // namespace tocsin::player
