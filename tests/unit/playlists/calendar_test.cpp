// SPDX-License-Identifier: Apache-2.0
// Local days as instants.
#include <gtest/gtest.h>

#include "programmes.hpp"

namespace tocsin::playlists {
namespace {

std::int64_t hoursIn(std::string const& zone, std::string const& date) {
    auto const bounds = dayBounds(zone, day(date)).value();
    return (bounds.end - bounds.begin) / std::chrono::minutes(30);
}

TEST(Calendar, DaysHaveTheLengthTheZoneGivesThem) {
    EXPECT_EQ(hoursIn("Asia/Shanghai", "2026-06-01"), 48);
    EXPECT_EQ(hoursIn("Europe/Berlin", "2026-03-29"), 46);
    EXPECT_EQ(hoursIn("Europe/Berlin", "2026-10-25"), 50);
    EXPECT_EQ(hoursIn("Australia/Lord_Howe", "2026-10-04"), 47);
    EXPECT_EQ(hoursIn("Australia/Lord_Howe", "2026-04-05"), 49);
}

TEST(Calendar, ADayWithoutMidnightBeginsAtTheFirstInstantAfterTheGap) {
    // Sao Paulo, 2018-11-04: 00:00 became 01:00.
    auto const bounds = dayBounds("America/Sao_Paulo", day("2018-11-04")).value();
    EXPECT_EQ(formatInstant(bounds.begin), "2018-11-04T03:00:00.000Z");
    EXPECT_EQ(hoursIn("America/Sao_Paulo", "2018-11-04"), 46);
}

TEST(Calendar, ADayThatRepeatsItsFirstHourBeginsAtTheFirstOfThem) {
    // Havana, 2025-11-02: 01:00 became 00:00 again.
    auto const bounds = dayBounds("America/Havana", day("2025-11-02")).value();
    EXPECT_EQ(formatInstant(bounds.begin), "2025-11-02T04:00:00.000Z");
    EXPECT_EQ(hoursIn("America/Havana", "2025-11-02"), 50);
}

TEST(Calendar, EveryInstantBelongsToTheDayWhoseBoundsHoldIt) {
    for (auto const* zone : {"Europe/Berlin", "America/Havana", "America/Sao_Paulo",
                             "Australia/Lord_Howe", "Antarctica/Casey"}) {
        for (auto t = at("2018-10-01T00:00:00Z"); t < at("2018-12-01T00:00:00Z");
             t += std::chrono::minutes(17)) {
            auto const bounds = dayBounds(zone, localDayOf(zone, t).value()).value();
            ASSERT_LE(bounds.begin, t) << zone;
            ASSERT_GT(bounds.end, t) << zone;
        }
    }
}

TEST(Calendar, OffsetsFollowTheSeason) {
    EXPECT_EQ(*offsetAt("Europe/Berlin", at("2026-01-01T00:00:00Z")), std::chrono::hours(1));
    EXPECT_EQ(*offsetAt("Europe/Berlin", at("2026-07-01T00:00:00Z")), std::chrono::hours(2));
}

TEST(Calendar, UnknownZonesAndSkippedDaysAreRefused) {
    EXPECT_EQ(dayBounds("Mars/Base", day("2026-06-01")).error().code, Errc::invalid);
    EXPECT_EQ(localDayOf("", at("2026-06-01T00:00:00Z")).error().code, Errc::invalid);
    EXPECT_EQ(offsetAt("../etc", at("2026-06-01T00:00:00Z")).error().code, Errc::invalid);
    auto const skipped = dayBounds("Pacific/Apia", day("2011-12-30"));
    ASSERT_FALSE(skipped);
    EXPECT_NE(skipped.error().message.find("does not exist in Pacific/Apia"), std::string::npos);
}

TEST(Calendar, AWindowEdgeInTheGapMeansTheFirstInstantAfterIt) {
    auto programme = emptyProgramme();
    programme.screen.zone = "Europe/Berlin";
    programme.assets = {film("f", 10'000)};
    programme.campaigns = {hourly("c", 60, {"f"})};
    programme.campaigns[0].dayparts = {part("02:30", "04:00")};  // 02:00 to 03:00 is not there
    auto const compiled = compile(programme, day("2026-03-29")).value();
    EXPECT_EQ(countOf(compiled.timeline, "c"), 60);
    EXPECT_EQ(
        countOf(compiled.timeline, "c", at("2026-03-29T01:00:00Z"), at("2026-03-29T02:00:00Z")),
        60);
}

TEST(Calendar, AWindowEdgeInTheOverlapMeansTheFirstOfTheTwo) {
    auto programme = emptyProgramme();
    programme.screen.zone = "Europe/Berlin";
    programme.assets = {film("f", 10'000)};
    programme.campaigns = {hourly("c", 60, {"f"})};
    programme.campaigns[0].dayparts = {part("02:30", "03:00")};  // 02:00 to 03:00 is there twice
    auto const first = compile(programme, day("2026-10-25")).value();
    EXPECT_EQ(countOf(first.timeline, "c"), 90);
    EXPECT_EQ(countOf(first.timeline, "c", at("2026-10-25T00:30:00Z"), at("2026-10-25T02:00:00Z")),
              90);
    programme.campaigns[0].dayparts = {part("01:00", "02:30")};
    auto const last = compile(programme, day("2026-10-25")).value();
    EXPECT_EQ(countOf(last.timeline, "c"), 90);
    EXPECT_EQ(countOf(last.timeline, "c", at("2026-10-24T23:00:00Z"), at("2026-10-25T00:30:00Z")),
              90);
}

}  // namespace
}  // namespace tocsin::playlists
