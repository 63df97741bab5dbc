// SPDX-License-Identifier: Apache-2.0
// On which days a campaign is on: each rule alone, and together.
#include "campaign_days.hpp"

#include <gtest/gtest.h>

#include "calendar.hpp"
#include "programmes.hpp"
#include "recurrence.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::playlists {
namespace {

using detail::plusDays;

ProgrammeCampaign inYear() {
    auto out = campaign("c", CampaignClass::normal, {"film"});
    out.from = day("2026-01-01");
    out.to = day("2026-12-31");
    return out;
}

/// The days of 2026 on which the campaign is on, as texts.
std::vector<std::string> daysOf(ProgrammeCampaign const& rules,
                                HolidayCalendar const& calendar = {}) {
    std::vector<std::string> out;
    for (auto at = day("2025-12-31"); at <= day("2027-01-01"); at = plusDays(at, 1)) {
        auto const around = detail::daysAround(rules, calendar, at);
        // The same day seen from its neighbours.
        EXPECT_EQ(around[1], detail::daysAround(rules, calendar, plusDays(at, 1))[0]);
        EXPECT_EQ(around[1], detail::daysAround(rules, calendar, plusDays(at, -1))[2]);
        if (around[1]) {
            out.push_back(toString(at));
        }
    }
    return out;
}

using Days = std::vector<std::string>;

TEST(CampaignDays, DaysOfTheMonthCountFromEitherEnd) {
    auto rules = inYear();
    rules.to = day("2026-04-30");
    rules.monthDays = {1, -1};
    EXPECT_EQ(daysOf(rules), (Days{"2026-01-01", "2026-01-31", "2026-02-01", "2026-02-28",
                                   "2026-03-01", "2026-03-31", "2026-04-01", "2026-04-30"}));
    rules.monthDays = {31};
    EXPECT_EQ(daysOf(rules), (Days{"2026-01-31", "2026-03-31"}));
    rules.monthDays = {-31};
    EXPECT_EQ(daysOf(rules), (Days{"2026-01-01", "2026-03-01"}));
}

TEST(CampaignDays, The29thOfFebruaryIsThereEveryFourYears) {
    auto rules = inYear();
    rules.to = day("2032-12-31");
    rules.recurrence = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29";
    EXPECT_TRUE(detail::daysAround(rules, {}, day("2028-02-29"))[1]);
    EXPECT_TRUE(detail::daysAround(rules, {}, day("2032-02-29"))[1]);
    EXPECT_EQ(daysOf(rules), Days{});
}

TEST(CampaignDays, ARecurrenceNamesDaysFromTheFirstDayOn) {
    auto rules = inYear();
    rules.to = day("2026-05-31");
    rules.recurrence = "FREQ=MONTHLY;BYDAY=2TU";
    EXPECT_EQ(daysOf(rules),
              (Days{"2026-01-13", "2026-02-10", "2026-03-10", "2026-04-14", "2026-05-12"}));
    rules.recurrence = "FREQ=DAILY;INTERVAL=50";
    EXPECT_EQ(daysOf(rules), (Days{"2026-01-01", "2026-02-20", "2026-04-11", "2026-05-31"}));
    rules.recurrence = "FREQ=WEEKLY;BYDAY=MO,TH;COUNT=3";
    EXPECT_EQ(daysOf(rules), (Days{"2026-01-01", "2026-01-05", "2026-01-08"}));
    rules.recurrence = "FREQ=MONTHLY;BYMONTHDAY=15;UNTIL=20260315";
    EXPECT_EQ(daysOf(rules), (Days{"2026-01-15", "2026-02-15", "2026-03-15"}));
    rules.except = {day("2026-02-15")};
    EXPECT_EQ(daysOf(rules), (Days{"2026-01-15", "2026-03-15"}));
}

TEST(CampaignDays, ARecurrenceIsTheSameWhereverOneBeginsToLook) {
    for (auto const* rule :
         {"FREQ=WEEKLY;INTERVAL=2;BYDAY=WE,FR", "FREQ=WEEKLY;INTERVAL=3;WKST=SU;BYDAY=SU,MO",
          "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=MONTHLY;BYMONTHDAY=31",
          "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "FREQ=YEARLY;BYYEARDAY=-1,100",
          "FREQ=DAILY;INTERVAL=9", "FREQ=MONTHLY;INTERVAL=5;BYDAY=-1SU"}) {
        ASSERT_TRUE(parseRecurrence(rule)) << rule;
        auto const start = day("2024-02-27");
        auto const all = detail::recurrences(rule, start, start, day("2028-12-31"));
        ASSERT_FALSE(all.empty()) << rule;
        for (auto first = start; first < day("2028-12-28"); first = plusDays(first, 11)) {
            std::vector<LocalDay> wanted;
            for (auto const one : all) {
                if (first <= one && one <= plusDays(first, 2)) {
                    wanted.push_back(one);
                }
            }
            ASSERT_EQ(detail::recurrences(rule, start, first, plusDays(first, 2)), wanted)
                << rule << " from " << toString(first);
        }
    }
}

TEST(CampaignDays, RulesThatNameTimesOrNothingAreRefused) {
    for (auto const* rule :
         {"", "every tuesday", "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=9", "FREQ=DAILY;COUNT=100000",
          "FREQ=NEVER", "RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1"}) {
        EXPECT_FALSE(parseRecurrence(rule)) << rule;
    }
    EXPECT_NE(parseRecurrence("FREQ=DAILY;BYHOUR=9").error().message.find("dayparts"),
              std::string::npos);
}

TEST(CampaignDays, WorkingDaysFollowTheHolidayFile) {
    // National Day 2026: holidays from 1 to 7 October, Saturday the 10th makes up.
    HolidayCalendar calendar;
    for (auto at = day("2026-10-01"); at <= day("2026-10-07"); at = plusDays(at, 1)) {
        calendar.holidays.push_back(at);
    }
    calendar.workdays = {day("2026-10-10")};
    auto rules = inYear();
    rules.from = day("2026-09-28");
    rules.to = day("2026-10-12");
    rules.dayKind = DayKind::workdays;
    EXPECT_EQ(daysOf(rules, calendar), (Days{"2026-09-28", "2026-09-29", "2026-09-30", "2026-10-08",
                                             "2026-10-09", "2026-10-10", "2026-10-12"}));
    rules.dayKind = DayKind::holidays;
    EXPECT_EQ(daysOf(rules, calendar),
              (Days{"2026-10-01", "2026-10-02", "2026-10-03", "2026-10-04", "2026-10-05",
                    "2026-10-06", "2026-10-07", "2026-10-11"}));
}

TEST(CampaignDays, AllRulesMustHold) {
    auto rules = inYear();
    rules.days = parseWeekdays({"mon"}).value();
    rules.monthDays = {15};
    EXPECT_EQ(daysOf(rules), (Days{"2026-06-15"}));
}

TEST(CampaignDays, AKeyDateHasAnIntensityOfItsOwn) {
    auto programme = emptyProgramme();
    programme.assets = {film("film", 10'000)};
    programme.campaigns = {hourly("month", 5, {"film"})};
    programme.campaigns[0].keyDates = {{day("2026-06-16"), Pacing{Pacing::Unit::playsPerHour, 30}}};
    EXPECT_EQ(countOf(compile(programme, day("2026-06-15"))->timeline, "month"), 5 * 24);
    EXPECT_EQ(countOf(compile(programme, day("2026-06-16"))->timeline, "month"), 30 * 24);
    programme.campaigns[0].keyDates.push_back(programme.campaigns[0].keyDates[0]);
    EXPECT_FALSE(compile(programme, day("2026-06-16")));
}

TEST(CampaignDays, ANightBelongsToTheDayOnWhichItBegan) {
    auto programme = emptyProgramme();
    programme.assets = {film("film", 10'000)};
    programme.campaigns = {hourly("night", 6, {"film"})};
    auto& rules = programme.campaigns[0];
    rules.dayparts = {part("22:00", "02:00")};
    rules.recurrence = "FREQ=WEEKLY;BYDAY=MO";
    rules.from = day("2026-06-01");  // a Monday
    EXPECT_EQ(countOf(compile(programme, day("2026-06-01"))->timeline, "night"), 12);
    EXPECT_EQ(countOf(compile(programme, day("2026-06-02"))->timeline, "night"), 12);
    EXPECT_EQ(countOf(compile(programme, day("2026-06-03"))->timeline, "night"), 0);
}

}  // namespace
}  // namespace tocsin::playlists
