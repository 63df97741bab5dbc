// SPDX-License-Identifier: Apache-2.0
#include "play_history.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <vector>

#include "play_truth.hpp"

namespace tocsin::swarm {
namespace {

using messages::ClockState;
using messages::PlayRecord;
using messages::PlayResult;

PastPlays month() {
    PastPlays out;
    out.days = 30;
    out.aDay = 100;
    out.from = parseFirstDay("2026-06-01").value();
    return out;
}

std::vector<PlayRecord> playsOf(std::uint64_t seed, std::uint64_t player) {
    PlayHistory history(month(), seed, player);
    std::vector<PlayRecord> out;
    while (auto play = history.next()) {
        out.push_back(*play);
    }
    return out;
}

TEST(PlayHistory, IsTheSameForTheSameSeedAndAnotherForEachPlayer) {
    EXPECT_EQ(playsOf(7, 3), playsOf(7, 3));
    EXPECT_NE(playsOf(7, 3), playsOf(7, 4));
    EXPECT_NE(playsOf(7, 3), playsOf(8, 3));
    EXPECT_EQ(playsOf(7, 3).size(), 3'000U);
}

TEST(PlayHistory, HasAllThatCanHappenToAPlay) {
    std::map<PlayResult, int> results;
    std::map<ClockState, int> clocks;
    std::set<std::string> boots;
    int fallback = 0;
    for (auto const& play : playsOf(1, 1)) {
        ++results[play.result];
        ++clocks[play.clock];
        boots.insert(play.boot);
        fallback += play.index < 0 ? 1 : 0;
    }
    for (auto const result :
         {PlayResult::complete, PlayResult::partial, PlayResult::failed, PlayResult::preempted}) {
        EXPECT_GT(results[result], 10) << messages::toString(result);
    }
    EXPECT_EQ(results[PlayResult::gap], 0);
    EXPECT_GT(clocks[ClockState::synced], 2'000);
    EXPECT_GT(clocks[ClockState::holdover], 10);
    EXPECT_GT(clocks[ClockState::unset], 0);
    EXPECT_GT(boots.size(), 3U);
    EXPECT_GT(fallback, 10);
}

TEST(PlayHistory, IsMadeOfRowsThatThePlayersRulesAllow) {
    Instant last = Instant::min();
    std::string boot;
    std::int64_t mono = 0;
    for (auto const& play : playsOf(1, 2)) {
        auto written = play;
        written.sequence = 1;
        EXPECT_EQ(messages::parseLine(messages::toLine(written)).value(), written);
        bool const complete = messages::countsAsComplete(play.plannedMs, play.shownMs,
                                                         play.framesShown, play.framesRepeated);
        EXPECT_EQ(complete, play.result == PlayResult::complete);
        EXPECT_EQ(play.reason.empty(), complete);
        EXPECT_EQ(play.end - play.start, Milliseconds(play.shownMs));
        EXPECT_EQ(play.monoEndMs - play.monoStartMs, play.shownMs);
        if (play.boot == boot) {
            EXPECT_GE(play.monoStartMs, mono);
        }
        EXPECT_GE(play.monoStartMs, 0);
        boot = play.boot;
        mono = play.monoEndMs;
        if (play.clock != ClockState::unset) {
            EXPECT_GE(play.start, last) << "only a clock that is not set tells another order";
            last = play.end;
        }
    }
}

TEST(PlayTruth, CountsByTheDayOfTheScreensZoneAndLeavesGapsOut) {
    PlayTruth truth;
    PlayRecord play;
    play.content.asset = simulatedAsset(0);
    play.campaign = CampaignId("swarm-0");
    play.start = parseInstant("2026-05-31T15:59:59.999Z").value();
    play.shownMs = 7;
    play.result = PlayResult::complete;
    truth.count("a", play);
    play.start += Milliseconds(1);
    truth.count("a", play);
    play.result = PlayResult::failed;
    truth.count("a", play);
    play.result = PlayResult::gap;
    truth.count("a", play);
    PlayTruth both;
    both.add(truth);
    both.add(truth);
    auto const asset = simulatedAsset(0).hex();
    ASSERT_EQ(both.counts().size(), 2U);
    EXPECT_EQ(both.counts().at({"a", asset, "swarm-0", "2026-05-31"}),
              (PlayTruth::Counts{2, 0, 0, 0, 14}));
    EXPECT_EQ(both.counts().at({"a", asset, "swarm-0", "2026-06-01"}),
              (PlayTruth::Counts{2, 0, 2, 0, 28}));
    EXPECT_EQ(both.total(), (PlayTruth::Counts{4, 0, 2, 0, 42}));
}

}  // namespace
}  // namespace tocsin::swarm
