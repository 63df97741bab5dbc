// SPDX-License-Identifier: Apache-2.0
// Showings whose source fails or hangs: given up, with a reason, and filled in for without black.
#include <limits>
#include <map>

#include "row_fixtures.hpp"
#include "stage/stage.hpp"

namespace tocsin::player {
namespace {

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

/// What goes wrong with an asset, from this tick on.
struct Fault {
    std::int64_t fromTick = kNever;
    std::optional<Error> error;  ///< absent: it hangs
};

class FaultyItem final : public Item {
public:
    FaultyItem(int shade, Fault fault, std::int64_t firstTick)
        : shade_(shade), fault_(std::move(fault)), broken_(firstTick >= fault_.fromTick) {}
    Taken take(std::int64_t tick, std::chrono::nanoseconds) override {
        broken_ = broken_ || tick >= fault_.fromTick;
        if (broken_) {
            return {};
        }
        auto frame = std::make_shared<media::Frame>(2, 2);
        std::fill(frame->pixels.begin(), frame->pixels.end(), static_cast<std::uint8_t>(shade_));
        return {std::move(frame), false};
    }
    [[nodiscard]] bool ready() const override { return !broken_; }
    [[nodiscard]] std::optional<Error> failure() const override {
        return broken_ ? fault_.error : std::nullopt;
    }

private:
    int shade_;
    Fault fault_;
    bool broken_;
};

struct Seen {
    int shade = 0;
    std::string playId;
};

class ShadeSink final : public FrameSink {
public:
    bool submit(media::FramePtr const& frame, TickInfo const& info) noexcept override {
        seen[info.tick] = {frame->pixels[0], info.playId};
        return true;
    }
    [[nodiscard]] std::string const& name() const noexcept override { return name_; }
    [[nodiscard]] bool isOutput() const noexcept override { return false; }
    std::map<std::int64_t, Seen> seen;

private:
    std::string name_ = "shade";
};

/// "one" for ten seconds, then "two", then "three"; "house" and "hall" may be the fallback loop.
class StageOutagesTest : public testing::Test {
protected:
    StageOutagesTest() {
        fleet.setTarget({Milliseconds(0), Milliseconds(1)});
        timelines[kPlan] = timelineOf({{0, "one"}, {10'000, "two"}, {20'000, "three"}}, 30'000);
    }
    void setPlan(std::vector<std::string> const& fallback = {"house"},
                 std::set<std::string> const& here = {"one", "two", "three", "house", "hall"}) {
        std::set<Digest> present;
        for (auto const& name : here) {
            present.insert(digestOf(name));
        }
        auto const manifest = manifestFor({{kPlan, 10, morning(0), morning(30'000)}},
                                          {"one", "two", "three", "house", "hall"}, fallback);
        stage.setPlan(std::make_shared<Plan>(manifest, timelines, present));
    }
    void run(std::int64_t fromMs, std::int64_t toMs) {
        for (auto tick = tickOf(fromMs); tick < tickOf(toMs); ++tick) {
            ASSERT_TRUE(stage.tick(tick, {}));
        }
    }
    void fails(std::string const& name, std::int64_t fromMs) {
        faults[name] = {tickOf(fromMs), Error{Errc::damaged, "no key frame"}};
    }
    void hangs(std::string const& name, std::int64_t fromMs) {
        faults[name] = {tickOf(fromMs), {}};
    }
    /// Every tick of [from, to) shows this asset.
    void expectShown(std::string const& name, std::int64_t fromMs, std::int64_t toMs) {
        for (auto tick = tickOf(fromMs); tick < tickOf(toMs); ++tick) {
            ASSERT_EQ(sink.seen.at(tick).shade, kShades.at(name))
                << name << " at " << grid.instantOf(tick) - morning(0) << " ms";
        }
    }
    std::vector<messages::PlayRecord> rowsOf(std::string const& name) {
        while (auto const finished = ring.nextFinished()) {
            all.push_back(finished->record);
            ring.release(finished->slot);
        }
        std::vector<messages::PlayRecord> out;
        for (auto const& row : all) {
            if (row.content.asset == digestOf(name)) {
                out.push_back(row);
            }
        }
        return out;
    }
    std::int64_t tickOf(std::int64_t ms) const { return grid.firstAt(morning(ms)); }

    std::map<std::string, int> const kShades{
        {"one", 50}, {"two", 100}, {"three", 150}, {"house", 200}, {"hall", 250}};
    Digest const kPlan = digestOf("plan");
    JumpingClock clock{morning(0)};
    FleetClock fleet{clock};
    TickGrid const grid{{25, 1}};
    InFlight ring{InFlight::open(freshFolder() / "inflight").value()};
    Plan::Timelines timelines;
    std::map<std::string, Fault> faults;
    std::vector<std::string> started, failed;
    std::vector<messages::PlayRecord> all;
    ShadeSink sink;
    Stage stage{Stage::Parts{
        .clock = clock,
        .fleet = fleet,
        .grid = grid,
        .inflight = ring,
        .startItem =
            [this](Cue const& cue, std::int64_t fromTick) {
                started.push_back(cue.name);
                return std::make_unique<FaultyItem>(kShades.at(cue.name), faults[cue.name],
                                                    fromTick);
            },
        .startOverlay = {},
        .sinks = {&sink},
        .size = {2, 2},
        .boot = "0c8f2a36-3d8b-4a52-9c0e-1f6f3c0d9d11",
        .log = silentLog(),
        .dispose = [](std::unique_ptr<Item>) {},
        .playEnded = [] {},
        .changed = [] {},
        .failed = [this](Cue const& cue,
                         Error const& why) { failed.push_back(cue.name + ": " + why.message); }}};
};

TEST_F(StageOutagesTest, AFilmThatFailsGivesWayToTheFallbackInTheSameTick) {
    setPlan();
    fails("one", 3'000);
    run(0, 20'040);
    expectShown("one", 0, 3'000);
    expectShown("house", 3'000, 10'000);
    expectShown("two", 10'000, 20'000);
    auto const rows = rowsOf("one");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].result, messages::PlayResult::failed);
    EXPECT_EQ(rows[0].reason, "decode: no key frame");
    EXPECT_EQ(rows[0].shownMs, 3'000);
    EXPECT_EQ(rows[0].framesRepeated, 0);
    EXPECT_EQ(rowsOf("two").at(0).result, messages::PlayResult::complete);
    ASSERT_EQ(rowsOf("house").size(), 1U);
    EXPECT_EQ(rowsOf("house")[0].shownMs, 7'000);
    EXPECT_EQ(failed, std::vector<std::string>{"one: decode: no key frame"});
}

TEST_F(StageOutagesTest, AFilmThatHangsHoldsItsPictureForTwoSecondsAndIsGivenUp) {
    setPlan();
    hangs("one", 3'000);
    run(0, 20'040);
    // The last picture is that of the tick before 3 s; two seconds after it comes the fallback.
    expectShown("one", 0, 4'960);
    expectShown("house", 4'960, 10'000);
    expectShown("two", 10'000, 20'000);
    auto const rows = rowsOf("one");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].result, messages::PlayResult::failed);
    EXPECT_EQ(rows[0].reason, "decoder-hang: no picture for 2 s");
    EXPECT_EQ(rows[0].framesRepeated, 49);
    EXPECT_EQ(failed, std::vector<std::string>{"one: decoder-hang: no picture for 2 s"});
}

TEST_F(StageOutagesTest, WhatFailsBeforeItsStartIsFilledInForFromItsFirstTickOn) {
    setPlan();
    fails("two", 0);
    run(0, 20'040);
    expectShown("one", 0, 10'000);
    expectShown("house", 10'000, 20'000);
    auto const rows = rowsOf("two");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].result, messages::PlayResult::failed);
    EXPECT_EQ(rows[0].reason, "decode: no key frame");
    EXPECT_EQ(rows[0].shownMs, 0);
    EXPECT_EQ(rows[0].plannedMs, 10'000);
    // Each was opened once; the stand-in before the start of what it stands in for.
    EXPECT_EQ(started, (std::vector<std::string>{"one", "two", "house", "house", "three"}));
}

TEST_F(StageOutagesTest, WhatHangsBeforeItsStartCostsNoFreeze) {
    setPlan();
    hangs("two", 0);
    run(0, 20'040);
    expectShown("one", 0, 10'000);
    expectShown("house", 10'000, 20'000);
    expectShown("three", 20'000, 20'040);
    EXPECT_EQ(rowsOf("two").at(0).reason, "decoder-hang: no picture for 2 s");
}

TEST_F(StageOutagesTest, ABrokenItemOfTheFallbackLoopIsPassedOver) {
    setPlan({"house", "hall"});
    fails("one", 0);
    fails("house", 0);
    run(0, 10'040);
    expectShown("hall", 0, 10'000);
    expectShown("two", 10'000, 10'040);
}

TEST_F(StageOutagesTest, WithNothingLeftToShowTheLastPictureStaysAndNobodyClaimsAPlay) {
    setPlan({"house"});
    fails("one", 3'000);
    fails("house", 0);
    run(0, 10'040);
    expectShown("one", 0, 10'000);
    expectShown("two", 10'000, 10'040);
    EXPECT_EQ(sink.seen.at(tickOf(3'000)).playId, "-");
    EXPECT_EQ(rowsOf("one").at(0).shownMs, 3'000);
}

TEST_F(StageOutagesTest, AFilmThatIsFetchedAgainComesBackInItsOwnTime) {
    setPlan();
    fails("one", 3'000);
    run(0, 4'000);
    setPlan({"house"}, {"two", "three", "house"});  // found damaged, and dropped
    run(4'000, 6'000);
    faults.clear();
    setPlan();  // here again
    run(6'000, 10'040);
    expectShown("house", 3'000, 6'000);
    expectShown("one", 6'000, 10'000);
    auto const rows = rowsOf("one");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].reason, "decode: no key frame");
    EXPECT_EQ(rows[1].reason, "joined-late");
    EXPECT_EQ(rows[1].shownMs, 4'000);
}

TEST_F(StageOutagesTest, AFilmFetchedAgainBetweenTwoTicksIsShownFromItsStart) {
    setPlan();
    fails("two", 0);
    run(0, 8'000);
    faults.clear();
    setPlan({"house"}, {"one", "three", "house"});
    setPlan();
    run(8'000, 10'400);
    expectShown("two", 10'000, 10'400);
    EXPECT_TRUE(rowsOf("two").empty());
}

TEST_F(StageOutagesTest, AFilmFoundDamagedBeforeItsStartHasOneRowWithTheFirstReason) {
    setPlan();
    fails("two", 0);
    run(0, 8'000);
    setPlan({"house"}, {"one", "three", "house"});
    run(8'000, 20'040);
    auto const rows = rowsOf("two");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].reason, "decode: no key frame");
    expectShown("house", 10'000, 20'000);
}

TEST_F(StageOutagesTest, TheNextShowingOfAFilmThatFailedIsTriedAgain) {
    timelines[kPlan] = timelineOf({{0, "one"}, {10'000, "one"}}, 20'000);
    setPlan();
    fails("one", 3'000);
    run(0, 3'080);
    faults.clear();
    run(3'080, 10'080);
    expectShown("house", 3'000, 10'000);
    expectShown("one", 10'000, 10'080);
}

TEST_F(StageOutagesTest, AHeldUpProcessIsNoHangingDecoder) {
    setPlan();
    run(0, 3'000);
    hangs("one", 6'000);
    run(6'000, 6'040);  // three seconds without a tick, and then a frame that is missing
    expectShown("one", 6'000, 6'040);
    EXPECT_TRUE(failed.empty());
}

}  // namespace
}  // namespace tocsin::player
