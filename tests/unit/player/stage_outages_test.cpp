// SPDX-License-Identifier: Apache-2.0
// Showings whose source fails or hangs: given up, with a reason, and filled in for without black.
#include <limits>

#include "stage_fixtures.hpp"

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
        return {grey(2, 2, shade_), false};
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

/// "one" for ten seconds, then "two", then "three"; "house" and "hall" may be the fallback loop.
class StageOutagesTest : public StageFixture {
protected:
    StageOutagesTest() {
        shades = {{"one", 50}, {"two", 100}, {"three", 150}, {"house", 200}, {"hall", 250}};
        timelines[kPlan] = timelineOf({{0, "one"}, {10'000, "two"}, {20'000, "three"}}, 30'000);
        auto with = parts({2, 2});
        with.failed = [this](Cue const& cue, Error const& why) {
            failed.push_back(cue.name + ": " + why.message);
        };
        stage.emplace(std::move(with));
    }
    std::unique_ptr<Item> item(Cue const& cue, std::int64_t fromTick) override {
        return std::make_unique<FaultyItem>(shades.at(cue.name), faults[cue.name], fromTick);
    }
    void setPlan(std::vector<std::string> const& fallback = {"house"},
                 std::set<std::string> const& here = {"one", "two", "three", "house", "hall"}) {
        StageFixture::setPlan(manifestFor({{kPlan, 10, morning(0), morning(30'000)}},
                                          {"one", "two", "three", "house", "hall"}, fallback),
                              here);
    }
    void fails(std::string const& name, std::int64_t fromMs) {
        faults[name] = {tickOf(fromMs), Error{Errc::damaged, "no key frame"}};
    }
    void hangs(std::string const& name, std::int64_t fromMs) {
        faults[name] = {tickOf(fromMs), {}};
    }

    std::map<std::string, Fault> faults;
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
    EXPECT_EQ(seenAt(3'000).playId, "-");
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
