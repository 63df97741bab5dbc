// SPDX-License-Identifier: Apache-2.0
// Plays whose picture stood still are never proven, however short that was beside the whole.
#include "stage_fixtures.hpp"

namespace tocsin::player {
namespace {

class MovingItem final : public Item {
public:
    explicit MovingItem(std::set<std::int64_t> const& stood) : stood_(stood) {}
    Taken take(std::int64_t tick, std::chrono::nanoseconds) override {
        if (stood_.contains(tick)) {
            return {last_, true};
        }
        last_ = grey(4, 4, static_cast<int>(50 + tick % 100));
        return {last_, false};
    }
    [[nodiscard]] bool ready() const override { return true; }
    [[nodiscard]] std::optional<Error> failure() const override { return std::nullopt; }

private:
    std::set<std::int64_t> const& stood_;  ///< ticks for which the picture before comes again
    media::FramePtr last_;
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

class StageFaultsTest : public StageFixture {
protected:
    StageFaultsTest() {
        sink.output = true;
        timelines[kPlan] = timelineOf({{0, "one"}, {60'000, "two"}, {120'000, ""}}, 130'000);
        auto with = parts({4, 4});
        with.witness = &witness;
        with.outputFault = [this](Cue const& cue, OutputFault fault) {
            told.emplace_back(cue.name, fault);
        };
        stage.emplace(std::move(with));
        setPlan(manifestFor({{kPlan, 10, morning(0), morning(130'000)}}, {"one", "two"}),
                {"one", "two"});
    }
    std::unique_ptr<Item> item(Cue const&, std::int64_t) override {
        return std::make_unique<MovingItem>(stood);
    }
    /// The ticks of 2.4 s: 4 % of a minute, so that the counts alone would call the play complete.
    std::set<std::int64_t> moment(std::int64_t fromMs) const {
        std::set<std::int64_t> out;
        for (auto tick = tickOf(fromMs); tick < tickOf(fromMs + 2'400); ++tick) {
            out.insert(tick);
        }
        return out;
    }

    std::set<std::int64_t> stood;  ///< ticks for which the picture before comes again
    std::vector<std::pair<std::string, OutputFault>> told;
    WatchingWitness witness;
};

TEST_F(StageFaultsTest, APlayWhoseItemStoodStillIsPartialAndComposedAndTheNextIsProven) {
    stood = moment(20'000);
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
    sink.lost = moment(70'000);
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
    stood = some;
    run(0, 60'040);
    EXPECT_EQ(rows().at(0).result, messages::PlayResult::complete);
    EXPECT_TRUE(told.empty());
}

}  // namespace
}  // namespace tocsin::player
