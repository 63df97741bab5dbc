// SPDX-License-Identifier: Apache-2.0
// Replanning the rest of a day.
#include <gtest/gtest.h>

#include "day_check.hpp"
#include "programmes.hpp"

namespace tocsin::playlists {
namespace {

using std::chrono::hours;

TEST(Replan, BeginsWhereItIsToldAndKeepsTheHourlyRate) {
    auto const programme = sixWeights();
    auto const from = at("2026-06-01T13:00:00+08:00");
    auto const compiled = compile(programme, day("2026-06-01"), from).value();
    EXPECT_EQ(compiled.timeline.begin, from);
    EXPECT_EQ(compiled.timeline.entries.front().start, from);
    EXPECT_EQ(compiled.timeline.end, at("2026-06-02T00:00:00+08:00"));
    EXPECT_EQ(countOf(compiled.timeline, "a"), 11 * 200);
    EXPECT_EQ(countOf(compiled.timeline, "c"), 11 * 20);
    EXPECT_TRUE(compiled.findings.empty());
    EXPECT_EQ(faultOf(programme, compiled.timeline), "");
}

TEST(Replan, FromAnyMillisecondOverbooksNothing) {
    auto const programme = sixWeights();
    Dice dice(3);
    auto const begin = at("2026-06-01T00:00:00+08:00");
    for (int i = 0; i < 20; ++i) {
        auto const from = begin + Milliseconds(dice.roll(1, 86'399'999));
        auto const compiled = compile(programme, day("2026-06-01"), from).value();
        EXPECT_EQ(faultOf(programme, compiled.timeline), "");
        for (auto const& finding : compiled.findings) {
            EXPECT_EQ(finding.missingPlays, 0) << formatInstant(from) << " " << finding.message;
        }
    }
}

TEST(Replan, AtTheBeginOrOutsideTheDayIsTheWholeDay) {
    auto const programme = sixWeights();
    auto const whole = compile(programme, day("2026-06-01"))->timeline;
    for (auto const* from :
         {"2026-06-01T00:00:00+08:00", "2026-05-30T00:00:00Z", "2026-06-02T00:00:00+08:00"}) {
        EXPECT_EQ(compile(programme, day("2026-06-01"), at(from))->timeline, whole) << from;
    }
}

TEST(Replan, PlaysPerDayKeepTheShareOfWhatIsLeft) {
    auto programme = emptyProgramme();
    programme.assets = {film("f", 15'000)};
    programme.campaigns = {campaign("c", CampaignClass::key, {"f"})};
    programme.campaigns[0].pacing = Pacing{Pacing::Unit::playsPerDay, 48};
    auto const compiled =
        compile(programme, day("2026-06-01"), at("2026-06-01T18:00:00+08:00")).value();
    EXPECT_EQ(countOf(compiled.timeline, "c"), 12);
}

}  // namespace
}  // namespace tocsin::playlists
