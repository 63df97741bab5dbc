// SPDX-License-Identifier: Apache-2.0
// Periods and deadlines. June 2021 is a month in which everything that can go wrong does: it begins
// on a Tuesday, on which filings are due, and ends in the middle of a week.
#include "tocsin/filing/calendar.hpp"

#include <gmock/gmock.h>

namespace tocsin::filing {
namespace {

using store::FilingKind;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

playlists::LocalDay june(unsigned day) {
    return std::chrono::year(2021) / std::chrono::June / std::chrono::day(day);
}

Instant at(char const* text) {
    return parseInstant(text).value();
}

store::Activity june2021() {
    store::Activity out;
    out.handle = "safety-month-2021";
    out.firstDay = "2021-06-01";
    out.lastDay = "2021-06-30";
    out.filing.planDue = "2021-06-05";
    out.filing.finalDue = "2021-07-01";
    return out;
}

std::vector<Period> weeksOf(store::Activity const& activity) {
    auto const all = periodsOf(activity).value();
    std::vector<Period> out;
    std::copy_if(all.begin(), all.end(), std::back_inserter(out),
                 [](Period const& one) { return one.kind == FilingKind::week; });
    return out;
}

TEST(FilingCalendar, EveryTuesdayAt18IsAboutTheMondayToSundayBefore) {
    auto const weeks = weeksOf(june2021());
    ASSERT_THAT(weeks, SizeIs(5)) << "1, 8, 15, 22 and 29 June are Tuesdays";
    EXPECT_EQ(weeks[1].issue, 1) << "the first week with days of the activity";
    EXPECT_EQ(weeks[1].first, std::chrono::year(2021) / 5 / 31);
    EXPECT_EQ(weeks[1].last, june(6));
    EXPECT_EQ(weeks[1].due, at("2021-06-08T18:00:00+08:00"));
    EXPECT_EQ(weeks[4].issue, 4);
    EXPECT_EQ(weeks[4].first, june(21));
    EXPECT_EQ(weeks[4].last, june(27));
    EXPECT_EQ(weeks[4].due, at("2021-06-29T18:00:00+08:00"));
}

TEST(FilingCalendar, TheWeekBeforeTheActivityCanBeFiledAndIsNeverDue) {
    auto const first = weeksOf(june2021()).front();
    EXPECT_EQ(first.issue, 0);
    EXPECT_EQ(first.first, std::chrono::year(2021) / 5 / 24);
    EXPECT_EQ(first.last, std::chrono::year(2021) / 5 / 30);
    EXPECT_FALSE(first.due);
}

TEST(FilingCalendar, DaysAtTheEndThatAreInNoWeekAreNamed) {
    EXPECT_THAT(daysOutsideWeeks(june2021()).value(), ElementsAre(DayRun{june(28), june(30)}));
    auto without = june2021();
    without.filing.weekly = false;
    EXPECT_THAT(daysOutsideWeeks(without).value(), ElementsAre(DayRun{june(1), june(30)}));
    auto whole = june2021();
    whole.lastDay = "2021-06-29";
    whole.firstDay = "2021-06-07";
    EXPECT_THAT(daysOutsideWeeks(whole).value(), ElementsAre(DayRun{june(28), june(29)}));
    whole.lastDay = "2021-06-27";
    EXPECT_THAT(daysOutsideWeeks(whole).value(), IsEmpty()) << "its last week is filed after it";
}

TEST(FilingCalendar, BeforeADayIsReadInBothWays) {
    auto activity = june2021();
    auto all = periodsOf(activity).value();
    EXPECT_EQ(all.front().kind, FilingKind::plan);
    EXPECT_EQ(all.front().due, at("2021-06-05T00:00:00+08:00"));
    EXPECT_EQ(all.back().kind, FilingKind::final);
    EXPECT_EQ(all.back().due, at("2021-07-01T00:00:00+08:00"));
    activity.filing.dayIncluded = true;
    all = periodsOf(activity).value();
    EXPECT_EQ(all.front().due, at("2021-06-06T00:00:00+08:00"));
    EXPECT_EQ(all.back().due, at("2021-07-02T00:00:00+08:00"));
    EXPECT_EQ(all.back().first, june(1));
    EXPECT_EQ(all.back().last, june(30));
}

TEST(FilingCalendar, AFinalBeforeTheLastDayIsOverIsProvisional) {
    EXPECT_TRUE(isUnderWay(june2021(), at("2021-06-30T23:59:59+08:00")).value());
    EXPECT_FALSE(isUnderWay(june2021(), at("2021-07-01T00:00:00+08:00")).value());
}

TEST(FilingCalendar, TheLastWeekIsTheNewestThatIsOver) {
    EXPECT_EQ(lastWeek(june2021(), at("2021-06-15T08:00:00+08:00")).value().issue, 2);
    EXPECT_EQ(lastWeek(june2021(), at("2021-06-13T23:59:00+08:00")).value().issue, 1);
    EXPECT_EQ(lastWeek(june2021(), at("2022-01-01T00:00:00+08:00")).value().issue, 4);
    EXPECT_EQ(lastWeek(june2021(), at("2021-06-06T23:59:00+08:00")).error().code, Errc::notFound);
    EXPECT_EQ(weekOf(june2021(), 5).error().code, Errc::notFound);
}

TEST(FilingCalendar, AsksForNothingThatTheRulesLeaveOut) {
    auto activity = june2021();
    activity.filing.weekly = false;
    activity.filing.planDue.clear();
    activity.filing.finalDue.clear();
    EXPECT_THAT(periodsOf(activity).value(), IsEmpty());
}

TEST(FilingCalendar, NamesWhatCannotBeRead) {
    auto const whyNot = [](auto const& change) {
        auto activity = june2021();
        change(activity);
        auto const made = periodsOf(activity);
        return made ? std::string() : made.error().message;
    };
    EXPECT_THAT(whyNot([](store::Activity& a) { a.firstDay = "1 June"; }), HasSubstr("first_day"));
    EXPECT_THAT(whyNot([](store::Activity& a) { a.lastDay = "2021-05-01"; }),
                HasSubstr("last_day"));
    EXPECT_THAT(whyNot([](store::Activity& a) { a.filing.weekday = 8; }),
                HasSubstr("filing.weekday"));
    EXPECT_THAT(whyNot([](store::Activity& a) { a.filing.time = "6pm"; }),
                HasSubstr("filing.time"));
    EXPECT_THAT(whyNot([](store::Activity& a) { a.filing.finalDue = "soon"; }),
                HasSubstr("filing.final_due"));
    EXPECT_THAT(whyNot([](store::Activity& a) { a.zone = "Nowhere/None"; }), HasSubstr("Nowhere"));
}

}  // namespace
}  // namespace tocsin::filing
