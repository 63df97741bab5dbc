// SPDX-License-Identifier: Apache-2.0
// The stage: one frame a tick, exact boundaries, honest counts.
#include "stage_fixtures.hpp"

namespace tocsin::player {
namespace {

class StageTest : public StageFixture {
protected:
    StageTest() {
        timelines[kPlan] =
            timelineOf({{0, "one"}, {1'000, "two"}, {2'000, ""}, {3'000, "three"}}, 4'000);
    }
    void make() { stage.emplace(parts({2, 2})); }
    void reopen() {
        stage.reset();
        ring.emplace(InFlight::open(ringFile).value());
        make();
    }
    void setPlan(std::set<std::string> const& here = {"one", "two", "three", "house"},
                 std::vector<std::string> const& fallback = {}) {
        StageFixture::setPlan(manifestFor({{kPlan, 10, morning(0), morning(4'000)}},
                                          {"one", "two", "three", "house"}, fallback),
                              here);
    }
    std::string idOf(std::int64_t index) const {
        return messages::plannedPlayId(kPlan, index).hex();
    }
};

TEST_F(StageTest, EveryTickHasExactlyOneFrameOfThePlayThatOwnsIt) {
    make();
    setPlan();
    run(0, 4'000);
    run(4'000, 4'040);
    ASSERT_EQ(sink.seen.size(), 101U);
    for (std::int64_t ms = 0; ms < 4'000; ms += 40) {
        auto const second = ms / 1'000;
        ASSERT_EQ(seenAt(ms).playId, second == 2 ? "-" : idOf(second)) << ms;
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
    EXPECT_EQ(seenAt(120).frame, seenAt(80).frame);
    EXPECT_EQ(seenAt(160).frame, seenAt(80).frame);
    EXPECT_NE(seenAt(200).frame, seenAt(80).frame);
    EXPECT_EQ(seenAt(120).playId, idOf(0));
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
    EXPECT_EQ(seenAt(1'000).frame, seenAt(960).frame);
    EXPECT_EQ(seenAt(1'000).playId, "-");
    EXPECT_EQ(seenAt(1'120).playId, idOf(1));
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

TEST_F(StageTest, JoinsOnTheFrameOfItsTickAndOnNoneBefore) {
    make();
    setPlan();
    late["one"] = {tickOf(400), tickOf(440), tickOf(600)};
    run(400, 1'040);
    EXPECT_EQ(seenAt(440).playId, "-");
    EXPECT_EQ(seenAt(480).playId, idOf(0));
    auto const all = rows();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].start, morning(480));
    EXPECT_EQ(all[0].framesLate, 1) << "one that falls behind later is shown";
}

TEST_F(StageTest, AJoinThatCannotCatchUpShowsWhatThereIs) {
    make();
    setPlan();
    for (std::int64_t ms = 200; ms < 1'000; ms += 40) {
        late["one"].insert(tickOf(ms));
    }
    run(200, 1'040);
    auto const all = rows();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].start, morning(680));
    EXPECT_EQ(all[0].framesLate, 8);
}

TEST_F(StageTest, OpensWhatIsDueBeforeItRuns) {
    make();
    setPlan();
    stage->openFirst();
    EXPECT_EQ(started, std::vector<std::string>{"one"});
    run(0, 40);
    EXPECT_EQ(started, (std::vector<std::string>{"one", "two"})) << "it is not opened again";
    EXPECT_EQ(seenAt(0).playId, idOf(0));
}

TEST_F(StageTest, WhatComesNextWaitsUntilThatWhichIsOnHasAPicture) {
    make();
    timelines[kPlan] = timelineOf({{0, "one"}, {8'000, "two"}}, 16'000);
    StageFixture::setPlan(manifestFor({{kPlan, 10, morning(0), morning(16'000)}}, {"one", "two"}),
                          {"one", "two"});
    missing["one"] = {tickOf(4'000), tickOf(4'040)};
    run(4'000, 4'080);
    EXPECT_EQ(started, std::vector<std::string>{"one"});
    run(4'080, 4'120);
    EXPECT_EQ(started, (std::vector<std::string>{"one", "two"}));
}

TEST_F(StageTest, AFailedDecodeHoldsThePictureAndFailsThePlay) {
    make();
    setPlan();
    errors["two"] = Error{Errc::damaged, "no key frame"};
    run(0, 2'040);
    for (std::int64_t ms = 1'000; ms < 2'000; ms += 40) {
        ASSERT_EQ(seenAt(ms).frame, seenAt(960).frame);
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
    EXPECT_EQ(seenAt(1'200).playId, Digest{}.hex());
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
    StageFixture::setPlan(manifestFor({{other, 10, morning(0), morning(4'000)}}, {"three"}),
                          {"three"});
    run(480, 520);
    auto const all = rows();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].reason, "new-manifest");
    EXPECT_EQ(all[0].framesShown, 12);
    EXPECT_EQ(lastSeen().playId, messages::plannedPlayId(other, 0).hex());
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
    }
    ASSERT_EQ(sink.seen.size(), 50U);
    EXPECT_EQ(sink.seen.rbegin()->first - sink.seen.begin()->first, 49) << "no tick was left out";
}

TEST_F(StageTest, ANoticeTakesThePlaceOfContent) {
    make();
    setPlan();
    run(0, 480);
    auto const notice = std::make_shared<media::Frame const>(2, 2);
    stage->setNotice(notice);
    run(480, 600);
    EXPECT_EQ(lastSeen().frame, notice);
    EXPECT_EQ(lastSeen().playId, "-");
    EXPECT_TRUE(stage->report().notice);
    stage->setNotice(nullptr);
    run(600, 640);
    EXPECT_EQ(lastSeen().playId, idOf(0));
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
    EXPECT_EQ(lastSeen().playId, Digest{}.hex());
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
