// SPDX-License-Identifier: Apache-2.0
// What a filing says, against a ledger made by hand.
#include <algorithm>

#include "filing_fixture.hpp"

namespace tocsin::filing {
namespace {

using messages::PlayResult;
using testing::SizeIs;

class FilingContent : public FilingTest {};

TEST_F(FilingContent, CountsAWeekAsTheLedgerProvesIt) {
    deliver({row(0), row(1), row(2), row(3, PlayResult::partial), row(4),
             row(5, PlayResult::failed), row(6)});
    auto const content = counted(week(1));
    auto const& figures = content.at("figures").as_object();
    EXPECT_EQ(figures.at("screens_ordered"), 1);
    EXPECT_EQ(figures.at("screens_covered"), 1);
    EXPECT_EQ(figures.at("screens_landed"), 0);
    EXPECT_EQ(figures.at("planned"), 10);
    EXPECT_EQ(figures.at("complete"), 5);
    EXPECT_EQ(figures.at("counted"), 5);
    EXPECT_EQ(figures.at("partial"), 1);
    EXPECT_EQ(figures.at("failed"), 1);
    EXPECT_EQ(figures.at("units"), 1);
    EXPECT_EQ(figures.at("screens_idle"), 1);
    ASSERT_THAT(content.at("screens").as_array(), SizeIs(1));
    auto const& gate = content.at("screens").at(0).as_object();
    EXPECT_EQ(gate.at("id"), "gate");
    EXPECT_EQ(gate.at("unit_name"), "北院");
    EXPECT_EQ(gate.at("planned"), 10);
    EXPECT_EQ(gate.at("complete"), 5);
    EXPECT_EQ(gate.at("covered"), true);
    EXPECT_EQ(gate.at("landed"), false);
    EXPECT_TRUE(gate.at("seconds").as_object().contains("failed_ms"));
    ASSERT_THAT(content.at("assets").as_array(), SizeIs(2));
    ASSERT_THAT(content.at("days").as_array(), SizeIs(1));
    EXPECT_EQ(content.at("days").at(0).at("day"), "2026-06-01");
    EXPECT_EQ(content.at("days").at(0).at("complete"), 5);
    EXPECT_EQ(content.at("idle_screens").at(0).at("id"), "hall");
}

TEST_F(FilingContent, AccountsForMoreDaysOfScreensThanAReportOnDemand) {
    deliver({row(0)});
    change([](store::Tx& tx) {
        for (int i = 0; i < 60; ++i) {
            store::Screen screen;
            screen.id = ScreenId("lane-" + std::to_string(i));
            screen.added = reports::at("2026-01-01T00:00:00Z");
            tx.screens().put(screen);
        }
    });
    now_ = reports::at("2026-07-09T00:00:00Z");
    auto const content = counted(whole());
    EXPECT_FALSE(content.contains("seconds_missing"));
    EXPECT_GT(content.at("seconds").at("failed_ms").as_int64() +
                  content.at("seconds").at("offline_ms").as_int64(),
              0);
}

TEST_F(FilingContent, ListsTheLongestFaultsAndSaysWhatOfThemIsNotListed) {
    deliver({row(0)});
    change([](store::Tx& tx) {
        for (int i = 0; i < 60; ++i) {
            store::Screen screen;
            screen.id = ScreenId("lane-" + std::to_string(i));
            screen.added = reports::at("2026-01-01T00:00:00Z");
            tx.screens().put(screen);
        }
    });
    now_ = reports::at("2026-07-09T00:00:00Z");
    auto const content = counted(whole());
    auto const& faults = content.at("faults").as_array();
    ASSERT_EQ(faults.size(), 1'000U);
    EXPECT_GT(content.at("faults_left_out").as_int64(), 0);
    auto const orderOf = [](boost::json::value const& fault) {
        return std::pair(-fault.at("ms").as_int64(), std::string(fault.at("screen").as_string()));
    };
    EXPECT_TRUE(std::is_sorted(faults.begin(), faults.end(), [&](auto const& a, auto const& b) {
        return orderOf(a) < orderOf(b);
    }));
    auto all = content.at("faults_left_out_ms").as_int64();
    for (auto const& fault : faults) {
        all += fault.at("ms").as_int64();
    }
    EXPECT_EQ(all, content.at("seconds").at("failed_ms").as_int64() +
                       content.at("seconds").at("offline_ms").as_int64());
}

TEST_F(FilingContent, NamesTheWarningsThatItCountsAlsoWhereThereAreNone) {
    EXPECT_EQ(counted(week(1)).at("warning_ids"), boost::json::array());
    EXPECT_EQ(counted(week(0)).at("warning_ids"), boost::json::array());
}

TEST_F(FilingContent, IsOfTheUnitAndOfTheActivitysCampaignsOnly) {
    deliver({row(0), row(1)});
    EXPECT_EQ(counted(week(1, "north")).at("figures").at("complete"), 2);
    EXPECT_EQ(counted(week(1, "south")).at("figures").at("complete"), 0);
    activity_.campaigns = {CampaignId("other")};
    auto const figures = counted(week(1)).at("figures").as_object();
    EXPECT_EQ(figures.at("planned"), 0);
    EXPECT_EQ(figures.at("complete"), 0);
}

TEST_F(FilingContent, CountsNothingOfDaysBeforeTheActivity) {
    deliver({later(0, -3), row(0)});
    auto const before = counted(week(0));
    EXPECT_EQ(before.at("from"), "2026-05-25");
    EXPECT_EQ(before.at("figures").at("complete"), 0);
    EXPECT_FALSE(before.contains("counted_from"));
    EXPECT_EQ(counted(week(1)).at("figures").at("complete"), 1);
}

TEST_F(FilingContent, OfDaysThatAreNotOverIsUpToNow) {
    deliver({row(0), row(1)});
    now_ = kFirst + Milliseconds(20'000);
    auto const content = counted(week(1));
    EXPECT_EQ(content.at("over"), false);
    EXPECT_EQ(content.at("figures").at("planned"), 2);
    EXPECT_EQ(content.at("figures").at("complete"), 2);
}

TEST_F(FilingContent, KeepsWhatPeopleCountedApart) {
    change([&](store::Tx& tx) {
        store::WorkRecord record;
        record.activity = activity_.handle;
        record.unit = "north";
        record.title = "演练";
        record.firstDay = record.lastDay = "2026-06-03";
        record.sessions = 2;
        record.people = 120;
        (void)tx.workRecords().put(record);
        record.people.reset();
        (void)tx.workRecords().put(record);
        record.withdrawn = true;
        record.people = 9'999;
        (void)tx.workRecords().put(record);
        record.withdrawn = false;
        record.firstDay = record.lastDay = "2026-06-09";
        (void)tx.workRecords().put(record);
    });
    auto const content = counted(week(1));
    ASSERT_THAT(content.at("work").as_array(), SizeIs(2));
    EXPECT_EQ(content.at("manual").at("records"), 2);
    EXPECT_EQ(content.at("manual").at("sessions"), 4);
    EXPECT_EQ(content.at("manual").at("people"), 120);
    EXPECT_EQ(content.at("manual").at("without_people"), 1);
    EXPECT_EQ(content.at("figures").at("complete"), 0);
}

TEST_F(FilingContent, WeeksRemainderAndLateRowsComeToTheFinal) {
    deliver({row(0), row(1)});
    freeze(week(1));
    deliver({row(2), row(4), later(0, 7)});  // two of the week that is frozen
    now_ = reports::at("2026-06-16T00:00:00Z");
    auto const second = counted(week(2));
    ASSERT_THAT(second.at("late").as_array(), SizeIs(1));
    EXPECT_EQ(second.at("late").at(0).at("issue"), 1);
    EXPECT_EQ(second.at("late").at(0).at("complete"), 2);
    EXPECT_EQ(second.at("figures").at("complete"), 1) << "late rows are listed, not counted";
    freeze(week(2));
    deliver({later(0, 28), later(1, 29), row(6)});
    now_ = reports::at("2026-07-02T00:00:00Z");
    auto const content = counted(whole());
    EXPECT_EQ(content.at("provisional"), false);
    EXPECT_EQ(content.at("figures").at("complete"), 8);
    auto const& sum = content.at("reconciliation").as_object();
    EXPECT_EQ(sum.at("weeks_complete"), 3);
    EXPECT_EQ(sum.at("late_complete"), 3);
    EXPECT_EQ(sum.at("total_complete"), 8);
    EXPECT_EQ(sum.at("holds"), true);
    ASSERT_THAT(sum.at("remainder").as_array(), SizeIs(1)) << "weeks 3 and 4 were never frozen";
    EXPECT_EQ(sum.at("remainder").at(0).at("from"), "2026-06-15");
    EXPECT_EQ(sum.at("remainder").at(0).at("to"), "2026-06-30");
    EXPECT_EQ(sum.at("remainder").at(0).at("complete"), 2);
}

TEST_F(FilingContent, AFinalWhileItStillPlaysIsProvisional) {
    now_ = reports::at("2026-06-30T10:00:00Z");
    EXPECT_EQ(counted(whole()).at("provisional"), true);
}

TEST_F(FilingContent, SaysSoWhereWeeksAndFinalDoNotMeet) {
    deliver({row(0), row(1)});
    freeze(week(1));
    activity_.campaigns = {CampaignId("other")};
    now_ = reports::at("2026-07-02T00:00:00Z");
    auto const content = counted(whole());
    EXPECT_EQ(content.at("reconciliation").at("holds"), false);
    EXPECT_EQ(content.at("reconciliation").at("difference"), -2);
    auto const said = std::string(content.at("texts").at("shortcomings").as_string());
    EXPECT_THAT(said, testing::HasSubstr("不符"));
}

TEST_F(FilingContent, WhatPeopleWroteStaysAndTheRestIsDrafted) {
    auto wish = week(1);
    wish.texts.highlights = "我们写的亮点";
    wish.texts.signedBy = "赵";
    auto const content = counted(wish);
    EXPECT_EQ(content.at("texts").at("highlights"), "我们写的亮点");
    EXPECT_EQ(content.at("drafted").at("highlights"), false);
    EXPECT_EQ(content.at("drafted").at("shortcomings"), true);
    EXPECT_NE(content.at("texts").at("shortcomings"), "");
    EXPECT_EQ(content.at("people").at("signed_by"), "赵");
}

TEST_F(FilingContent, APlanSaysWhatReleasedTimelinesWant) {
    now_ = reports::at("2026-05-31T12:00:00Z");
    auto wish = whole();
    wish.period.kind = store::FilingKind::plan;
    auto const content = counted(wish);
    ASSERT_THAT(content.at("plan").as_array(), SizeIs(2));
    EXPECT_EQ(content.at("plan").at(0).at("planned"), 5);
    EXPECT_EQ(content.at("plan").at(0).at("first_day"), "2026-06-01");
    EXPECT_EQ(content.at("plan_until"), "2026-06-01");
    EXPECT_EQ(content.at("figures").at("complete"), 0);
}

}  // namespace
}  // namespace tocsin::filing
