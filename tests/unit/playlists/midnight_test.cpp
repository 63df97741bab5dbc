// SPDX-License-Identifier: Apache-2.0
// Dayparts across midnight: two timelines, one daypart.
#include <gtest/gtest.h>

#include "day_check.hpp"
#include "programmes.hpp"

namespace tocsin::playlists {
namespace {

using std::chrono::hours;

Programme night(std::int64_t rate) {
    auto programme = emptyProgramme();
    programme.assets = {film("x", 10'000), film("y", 10'000), film("z", 10'000)};
    programme.campaigns = {hourly("night", rate, {"x", "y", "z"})};
    auto& c = programme.campaigns[0];
    c.from = c.to = day("2026-06-01");
    c.dayparts = {part("22:00", "02:00")};
    return programme;
}

TEST(Midnight, ADaypartContinuesInTheNextDaysTimelineWithoutSeamOrDoubleCount) {
    auto const programme = night(60);
    auto const before = compile(programme, day("2026-05-31"))->timeline;
    auto const first = compile(programme, day("2026-06-01"))->timeline;
    auto const second = compile(programme, day("2026-06-02"))->timeline;
    auto const third = compile(programme, day("2026-06-03"))->timeline;
    EXPECT_EQ(countOf(before, "night"), 0);
    EXPECT_EQ(countOf(first, "night"), 120);
    EXPECT_EQ(countOf(first, "night", at("2026-06-01T22:00:00+08:00")), 120);
    EXPECT_EQ(countOf(second, "night"), 120)
        << "the tail belongs to the day before, the campaign's last";
    EXPECT_EQ(countOf(second, "night", at("2026-06-02T02:00:00+08:00")), 0);
    EXPECT_EQ(countOf(third, "night"), 0);
    EXPECT_EQ(first.end, second.begin);
    EXPECT_EQ(faultOf(programme, first), "");
    EXPECT_EQ(faultOf(programme, second), "");
}

TEST(Midnight, CountsThatDoNotDivideEvenlyStillAddUp) {
    for (std::int64_t const rate : {1, 3, 7, 11, 59}) {
        auto programme = night(rate);
        programme.campaigns[0].dayparts = {part("21:17", "01:03")};
        auto const whole = rate * (226 * 60'000) / 3'600'000;
        EXPECT_EQ(countOf(compile(programme, day("2026-06-01"))->timeline, "night") +
                      countOf(compile(programme, day("2026-06-02"))->timeline, "night"),
                  whole)
            << rate;
        programme.campaigns[0].pacing = Pacing{Pacing::Unit::playsPerDay, rate};
        EXPECT_EQ(countOf(compile(programme, day("2026-06-01"))->timeline, "night") +
                      countOf(compile(programme, day("2026-06-02"))->timeline, "night"),
                  rate)
            << rate << " a day";
    }
}

TEST(Midnight, TheItemsTurnGoesOnAcrossMidnight) {
    auto const programme = night(10);  // 20 before, 20 after
    auto const first = compile(programme, day("2026-06-01"))->timeline;
    auto const second = compile(programme, day("2026-06-02"))->timeline;
    std::string order;
    for (auto const* timeline : {&first, &second}) {
        for (std::size_t i = 0; i < timeline->entries.size(); ++i) {
            order += slotOf(*timeline, i).asset.str();
        }
    }
    std::string expected;
    for (int i = 0; i < 40; ++i) {
        expected += "xyz"[i % 3];
    }
    EXPECT_EQ(order, expected);
}

TEST(Midnight, OverlapOfTwoNightsBelongsToTheLaterOne) {
    auto programme = night(6);
    programme.campaigns[0].to = day("2026-06-02");
    programme.campaigns[0].dayparts = {part("22:00", "04:00"), part("03:00", "05:00")};
    auto const second = compile(programme, day("2026-06-02"))->timeline;
    EXPECT_EQ(
        countOf(second, "night", at("2026-06-02T03:00:00+08:00"), at("2026-06-02T04:00:00+08:00")),
        6);
}

TEST(Midnight, OpeningHoursAcrossMidnightStayOpen) {
    auto programme = night(60);
    programme.screen.opening = {{Weekdays{0b0000001}, part("20:00", "01:00")}};  // Mondays
    auto const first = compile(programme, day("2026-06-01"))->timeline;
    auto const second = compile(programme, day("2026-06-02"))->timeline;
    EXPECT_EQ(countOf(first, "night"), 120);
    EXPECT_EQ(countOf(second, "night"), 60);
    EXPECT_EQ(slotOf(second, second.entries.size() - 1).reason, "closed");
}

TEST(Midnight, ANightOfAClockChangeIsAsLongAsTheWallClockMakesIt) {
    auto programme = night(60);
    programme.screen.zone = "Europe/Berlin";
    programme.campaigns[0].from = programme.campaigns[0].to = day("2026-10-24");
    programme.campaigns[0].dayparts = {part("23:00", "06:00")};  // 8 hours this night
    EXPECT_EQ(countOf(compile(programme, day("2026-10-24"))->timeline, "night"), 60);
    EXPECT_EQ(countOf(compile(programme, day("2026-10-25"))->timeline, "night"), 420);
    programme.campaigns[0].from = programme.campaigns[0].to = day("2026-03-28");
    EXPECT_EQ(countOf(compile(programme, day("2026-03-28"))->timeline, "night"), 60);
    EXPECT_EQ(countOf(compile(programme, day("2026-03-29"))->timeline, "night"), 300);
}

}  // namespace
}  // namespace tocsin::playlists
