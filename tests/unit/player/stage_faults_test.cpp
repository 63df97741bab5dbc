// SPDX-License-Identifier: Apache-2.0
// Plays whose picture stood still are never proven, however short that was beside the whole.
#include <set>

#include "row_fixtures.hpp"
#include "stage/stage.hpp"

namespace tocsin::player {
namespace {

class MovingItem final : public Item {
public:
    explicit MovingItem(std::set<std::int64_t> const& missing) : missing_(missing) {}
    Taken take(std::int64_t tick, std::chrono::nanoseconds) override {
        if (missing_.contains(tick)) {
            return {last_, true};
        }
        auto frame = std::make_shared<media::Frame>(4, 4);
        std::fill(frame->pixels.begin(), frame->pixels.end(),
                  static_cast<std::uint8_t>(50 + tick % 100));
        last_ = frame;
        return {frame, false};
    }
    [[nodiscard]] bool ready() const override { return true; }
    [[nodiscard]] std::optional<Error> failure() const override { return std::nullopt; }

private:
    std::set<std::int64_t> const& missing_;  ///< ticks for which the picture before comes again
    media::FramePtr last_;
};

class Glass final : public FrameSink {
public:
    bool submit(media::FramePtr const&, TickInfo const& info) noexcept override {
        return !lost.contains(info.tick);
    }
    [[nodiscard]] std::string const& name() const noexcept override { return name_; }
    [[nodiscard]] bool isOutput() const noexcept override { return true; }
    std::set<std::int64_t> lost;

private:
    std::string name_ = "glass";
};

class WatchingWitness final : public Witness {
public:
    void sees(media::FramePtr const&, Sight const& sight) noexcept override {
        ++seen;
        faulty += sight.fault != OutputFault::none ? 1 : 0;
        wholeAtTheEnd = sight.whole;
    }
    void ended(Cue const& cue, PlayEnd const& end) noexcept override {
        results.push_back(cue.name + " " + std::string(messages::toString(end.result)));
    }
    int seen = 0, faulty = 0;
    bool wholeAtTheEnd = false;
    std::vector<std::string> results;
};

class StageFaultsTest : public testing::Test {
protected:
    StageFaultsTest() {
        fleet.setTarget({Milliseconds(0), Milliseconds(1)});
        timelines[kPlan] = timelineOf({{0, "one"}, {60'000, "two"}, {120'000, ""}}, 130'000);
        stage.setPlan(std::make_shared<Plan>(
            manifestFor({{kPlan, 10, morning(0), morning(130'000)}}, {"one", "two"}), timelines,
            std::set<Digest>{digestOf("one"), digestOf("two")}));
    }
    void run(std::int64_t fromMs, std::int64_t toMs) {
        for (auto tick = tickOf(fromMs); tick < tickOf(toMs); ++tick) {
            ASSERT_TRUE(stage.tick(tick, {}));
        }
    }
    std::int64_t tickOf(std::int64_t ms) const { return grid.firstAt(morning(ms)); }
    /// The ticks of 2.4 s: 4 % of a minute, so that the counts alone would call the play complete.
    std::set<std::int64_t> moment(std::int64_t fromMs) const {
        std::set<std::int64_t> out;
        for (auto tick = tickOf(fromMs); tick < tickOf(fromMs + 2'400); ++tick) {
            out.insert(tick);
        }
        return out;
    }
    std::vector<messages::PlayRecord> rows() {
        std::vector<messages::PlayRecord> out;
        while (auto const finished = ring.nextFinished()) {
            out.push_back(finished->record);
            ring.release(finished->slot);
        }
        return out;
    }

    Digest const kPlan = digestOf("plan");
    JumpingClock clock{morning(0)};
    FleetClock fleet{clock};
    TickGrid const grid{{25, 1}};
    InFlight ring{InFlight::open(freshFolder() / "inflight").value()};
    Plan::Timelines timelines;
    std::set<std::int64_t> missing;
    std::vector<std::pair<std::string, OutputFault>> told;
    Glass glass;
    WatchingWitness witness;
    Stage stage{Stage::Parts{
        .clock = clock,
        .fleet = fleet,
        .grid = grid,
        .inflight = ring,
        .startItem = [this](Cue const&,
                            std::int64_t) { return std::make_unique<MovingItem>(missing); },
        .startOverlay = [this](OverlayCue const&,
                               std::int64_t) { return std::make_unique<MovingItem>(missing); },
        .sinks = {&glass},
        .size = {4, 4},
        .boot = "0c8f2a36-3d8b-4a52-9c0e-1f6f3c0d9d11",
        .log = silentLog(),
        .dispose = [](std::unique_ptr<Item>) {},
        .playEnded = [] {},
        .changed = [] {},
        .failed = [](Cue const&, Error const&) {},
        .witness = &witness,
        .outputFault = [this](Cue const& cue,
                              OutputFault fault) { told.emplace_back(cue.name, fault); }}};
};

TEST_F(StageFaultsTest, APlayWhoseItemStoodStillIsPartialAndComposedAndTheNextIsProven) {
    missing = moment(20'000);
    run(0, 120'040);
    auto const all = rows();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].result, messages::PlayResult::partial);
    EXPECT_EQ(all[0].reason, "frozen");
    EXPECT_EQ(all[0].tier, messages::EvidenceTier::composed);
    EXPECT_EQ(all[0].framesRepeated, 60);
    EXPECT_EQ(all[1].result, messages::PlayResult::complete);
    EXPECT_EQ(all[1].tier, messages::EvidenceTier::delivered);
    std::vector<std::pair<std::string, OutputFault>> const expected{
        {"one", OutputFault::frozenSource}, {"one", OutputFault::none}};
    EXPECT_EQ(told, expected);
    EXPECT_EQ(witness.results, (std::vector<std::string>{"one partial", "two complete"}));
    EXPECT_GT(witness.faulty, 0);
}

TEST_F(StageFaultsTest, APlayThatNoOutputTookForAMomentIsPartialAndComposed) {
    glass.lost = moment(70'000);
    run(0, 120'040);
    auto const all = rows();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].tier, messages::EvidenceTier::delivered);
    EXPECT_EQ(all[1].result, messages::PlayResult::partial);
    EXPECT_EQ(all[1].reason, "frozen");
    EXPECT_EQ(all[1].tier, messages::EvidenceTier::composed);
    ASSERT_FALSE(told.empty());
    EXPECT_EQ(told[0], std::pair(std::string("two"), OutputFault::untaken));
}

TEST_F(StageFaultsTest, AShortStumbleIsNoFault) {
    auto some = moment(20'000);
    some.erase(tickOf(21'200));  // one picture in between
    missing = some;
    run(0, 60'040);
    EXPECT_EQ(rows().at(0).result, messages::PlayResult::complete);
    EXPECT_TRUE(told.empty());
}

}  // namespace
}  // namespace tocsin::player
