// SPDX-License-Identifier: Apache-2.0
// The play report against plans and ledgers made by hand.
#include "tocsin/reports/play_report.hpp"
#include "report_fixture.hpp"

namespace tocsin::reports {
namespace {

using testing::HasSubstr;

class PlayReport : public ReportTest {
protected:
    boost::json::object report(std::map<std::string, std::string> query) {
        return made("plays", std::move(query));
    }
    std::string whyNot(std::map<std::string, std::string> query) {
        return ReportTest::whyNot("plays", std::move(query));
    }
    std::string text(std::map<std::string, std::string> query,
                     std::map<std::string, std::string> headers = {}) {
        auto const answer = call("plays", std::move(query), std::move(headers));
        EXPECT_TRUE(answer) << answer.error().message;
        return answer ? answer->body : "";
    }
};

TEST_F(PlayReport, ADayCountsPlannedAndPlayed) {
    ingest("gate", {row(0), row(1), row(2), row(3, PlayResult::partial), row(4),
                    row(5, PlayResult::failed), row(6)});
    auto const out = report({{"from", "2026-06-01"}, {"to", "2026-06-01"}});
    EXPECT_EQ(out.at("by"), (boost::json::array{"screen", "asset"}));
    ASSERT_EQ(out.at("rows").as_array().size(), 2U);
    auto const film = rowOf(out, "asset_name", "film");
    EXPECT_EQ(film.at("screen"), "gate");
    EXPECT_EQ(film.at("planned"), 5);
    EXPECT_EQ(film.at("complete"), 4);
    EXPECT_EQ(film.at("completion"), "0.8000");
    EXPECT_EQ(film.at("shown_ms"), 40'000);
    EXPECT_EQ(film.at("first"), "2026-06-01T00:59:30.000Z");
    EXPECT_EQ(film.at("last"), "2026-06-01T01:00:30.000Z");
    auto const poster = rowOf(out, "asset_name", "poster");
    EXPECT_EQ(poster.at("partial"), 1);
    EXPECT_EQ(poster.at("failed"), 1);
    auto const& total = out.at("total").as_object();
    EXPECT_EQ(total.at("planned"), 10);
    EXPECT_EQ(total.at("complete"), 5);
    EXPECT_EQ(total.at("cut"), 0);
    EXPECT_EQ(total.at("other"), 0);
    EXPECT_EQ(total.at("completion"), "0.5000");
}

TEST_F(PlayReport, WhatIsMadeGoodCountsUpToWhatWasLost) {
    auto const nextDay = std::chrono::hours(24);
    auto plan = dayPlan(kBegin + nextDay, kFirst + nextDay, 12);
    plan.reasons.emplace_back("key,make-good");
    plan.entries[11].reason = plan.entries[12].reason = 2;
    auto const digest = release("gate", plan, 2);
    std::vector<messages::PlayRecord> rows;
    for (int i = 0; i < 8; ++i) {
        rows.push_back(row(i));  // two of ten are lost
    }
    for (int i = 0; i < 12; ++i) {
        rows.push_back(row(i));
        rows.back().timeline = digest;
        rows.back().playId = messages::plannedPlayId(digest, rows.back().index);
        rows.back().start += nextDay;
        rows.back().end += nextDay;
    }
    ingest("gate", rows);
    auto const both = report({{"from", "2026-06-01"}, {"to", "2026-06-02"}, {"by", "campaign"}});
    auto const& total = both.at("total").as_object();
    EXPECT_EQ(total.at("planned"), 20);
    EXPECT_EQ(total.at("complete"), 20);
    EXPECT_EQ(total.at("make_good"), 2);
    EXPECT_EQ(total.at("other"), 0);
    EXPECT_EQ(total.at("completion"), "1.0000");
    EXPECT_EQ(both.at("rows").at(0).at("completion"), "1.0000");
    auto const second = report({{"from", "2026-06-02"}, {"to", "2026-06-02"}, {"by", "hour"}});
    EXPECT_EQ(second.at("total").at("planned"), 10);
    EXPECT_EQ(second.at("total").at("complete"), 12);
    EXPECT_EQ(second.at("total").at("completion"), "1.0000") << "the loss was on another day";
    EXPECT_EQ(rowOf(second, "hour", "2026-06-02T01:00:00.000Z").at("completion"), "1.0000");
}

TEST_F(PlayReport, WhatIsMadeGoodOnOneScreenRepaysNoOther) {
    auto plan = dayPlan(kBegin, kFirst, 12);
    plan.reasons.emplace_back("key,make-good");
    plan.entries[11].reason = plan.entries[12].reason = 2;
    auto const digest = release("hall", plan, 1);
    std::vector<messages::PlayRecord> rows;
    for (int i = 0; i < 12; ++i) {
        rows.push_back(row(i));
        rows.back().timeline = digest;
    }
    ingest("hall", rows);
    ingest("gate", {row(0), row(1), row(2), row(3), row(4), row(5), row(6), row(7)});
    auto const out = report({{"from", "2026-06-01"}, {"to", "2026-06-01"}, {"by", "campaign"}});
    EXPECT_EQ(out.at("total").at("planned"), 20);
    EXPECT_EQ(out.at("total").at("complete"), 20);
    EXPECT_EQ(out.at("total").at("completion"), "0.9000");
}

TEST_F(PlayReport, APlayBelongsToTheIntervalInWhichItBegins) {
    ingest("gate", {row(0), row(1), row(2), row(3)});
    auto const out = report(
        {{"from", "2026-06-01T00:59:35Z"}, {"to", "2026-06-01T01:00:05Z"}, {"by", "screen"}});
    auto const& total = out.at("total").as_object();
    EXPECT_EQ(total.at("planned"), 3);
    EXPECT_EQ(total.at("cut"), 0);
    EXPECT_EQ(total.at("complete"), 3);
    EXPECT_EQ(total.at("completion"), "1.0000");
    EXPECT_EQ(out.at("from"), "2026-06-01T00:59:35.000Z");
}

TEST_F(PlayReport, NeighbouringIntervalsAddUp) {
    ingest("gate", {row(0), row(1), row(2), row(3), row(4)});
    char const* const edges[] = {"2026-06-01T00:00:00Z", "2026-06-01T00:59:47Z",
                                 "2026-06-01T01:00:12Z", "2026-06-01T02:00:00Z"};
    std::int64_t planned = 0, complete = 0;
    for (std::size_t i = 1; i < std::size(edges); ++i) {
        auto const out = report({{"from", edges[i - 1]}, {"to", edges[i]}, {"by", "screen"}});
        planned += out.at("total").at("planned").as_int64();
        complete += out.at("total").at("complete").as_int64();
    }
    EXPECT_EQ(planned, 10);
    EXPECT_EQ(complete, 5);
}

TEST_F(PlayReport, AnotherTitleOfACampaignChangesNoHistory) {
    auto const call = [&](std::string const& title) {
        change([&](store::Tx& tx) {
            store::Campaign campaign;
            campaign.id = CampaignId("fire");
            campaign.title = title;
            tx.campaigns().put(campaign);
        });
    };
    call("Fire month");
    ingest("gate", {row(0)});
    call("A draft's title");
    auto const out = report({{"from", "2026-06-01"}, {"to", "2026-06-01"}, {"by", "campaign"}});
    EXPECT_EQ(out.at("rows").as_array()[0].at("campaign_title"), "Fire month");
}

TEST_F(PlayReport, HoursAddUpToTheDay) {
    ingest("gate", {row(0), row(1), row(2), row(3), row(4)});
    for (auto const& [from, to] : {std::pair{"2026-06-01", "2026-06-01"},
                                   {"2026-06-01T00:00:00Z", "2026-06-01T02:00:00Z"}}) {
        auto const out = report({{"from", from}, {"to", to}, {"by", "hour"}});
        auto const before = rowOf(out, "hour", "2026-06-01T00:00:00.000Z");
        EXPECT_EQ(before.at("planned"), 3);
        EXPECT_EQ(before.at("complete"), 3);
        auto const after = rowOf(out, "hour", "2026-06-01T01:00:00.000Z");
        EXPECT_EQ(after.at("planned"), 7);
        EXPECT_EQ(after.at("complete"), 2);
        EXPECT_EQ(out.at("total").at("complete"), 5);
    }
}

TEST_F(PlayReport, WhatIsNotAsTheTimelineSaysIsOther) {
    auto wrongAsset = row(0);
    wrongAsset.content.asset = messages::sha256("poster");
    auto wrongTimeline = row(1);
    wrongTimeline.timeline = messages::sha256("another");
    auto tooLate = row(2);
    tooLate.end += Milliseconds(1'001);
    auto justInTime = row(3);
    justInTime.end += Milliseconds(999);
    auto beyond = row(4);
    beyond.index = 5'000;
    auto dark = row(5);
    dark.index = 0;
    auto fallback = row(6);
    fallback.timeline = {};
    fallback.index = -1;
    fallback.campaign = CampaignId();
    auto gap = row(7);
    gap.timeline = {};
    gap.result = PlayResult::gap;
    ingest("gate", {wrongAsset, wrongTimeline, tooLate, justInTime, beyond, dark, fallback, gap});
    ingest("hall", {row(8)});
    auto const out = report({{"from", "2026-06-01"}, {"to", "2026-06-01"}, {"by", "screen"}});
    EXPECT_EQ(rowOf(out, "screen", "gate").at("other"), 6);
    auto const hall = rowOf(out, "screen", "hall");
    EXPECT_EQ(hall.at("other"), 1) << "nothing was planned there";
    EXPECT_EQ(hall.at("planned"), 0);
    EXPECT_EQ(hall.at("completion"), "—");
    EXPECT_EQ(out.at("total").at("other"), 7);
}

TEST_F(PlayReport, WhoDoesNotAskForOtherRowsHasNoneLookedAt) {
    auto wrongAsset = row(0);
    wrongAsset.content.asset = messages::sha256("poster");
    ingest("gate", {wrongAsset, row(1)});
    ReportRequest request;
    request.byDates = true;
    request.firstDay = request.lastDay = std::chrono::year(2026) / 6 / 1;
    request.by = {By::screen};
    ReportSettings settings;
    settings.now = [] { return at("2026-06-02T00:00:00Z"); };
    auto const asked = makePlayReport(*store_, request, settings);
    ASSERT_TRUE(asked);
    EXPECT_EQ(asked->total.other, 1);
    request.countsOther = false;
    auto const notAsked = makePlayReport(*store_, request, settings);
    ASSERT_TRUE(notAsked);
    EXPECT_EQ(notAsked->total.other, std::nullopt);
    EXPECT_EQ(notAsked->total.complete, asked->total.complete);
}

TEST_F(PlayReport, APlanThatWasReplacedCountsToItsEnd) {
    auto const taken = kFirst + Milliseconds(50'000);
    auto const other = playlists::encodeTimeline(dayPlan(kBegin, taken, 2));
    change([&](store::Tx& tx) {
        tx.timelines().put({messages::sha256(other), other});
        tx.timelines().replaceSpans(
            ScreenId("gate"), taken, {1, 2},
            {{messages::sha256(other), static_cast<std::int64_t>(other.size()), taken,
              kBegin + std::chrono::hours(24)}});
    });
    ingest("gate", {row(4), row(5)});
    auto const out = report({{"from", "2026-06-01"}, {"to", "2026-06-01"}});
    auto const& total = out.at("total").as_object();
    EXPECT_EQ(total.at("planned"), 5 + 2);
    EXPECT_EQ(total.at("other"), 1) << "the old plan held no longer";
}

TEST_F(PlayReport, UnitsAndCampaignsCanBeAskedFor) {
    ingest("gate", {row(0)});
    auto const out =
        report({{"from", "2026-06-01"}, {"to", "2026-06-02"}, {"by", "unit,campaign"}});
    auto const north = rowOf(out, "unit", "north");
    EXPECT_EQ(north.at("campaign"), "fire");
    EXPECT_EQ(north.at("planned"), 10);
    EXPECT_FALSE(north.contains("screen"));
}

TEST_F(PlayReport, LongIntervalsDoNotLookAtEveryRow) {
    ingest("gate", {row(0)});
    auto const out = report({{"from", "2026-06-01"}, {"to", "2026-06-30"}});
    EXPECT_TRUE(out.at("total").at("other").is_null());
    EXPECT_TRUE(rowOf(out, "asset_name", "film").at("other").is_null());
    EXPECT_EQ(out.at("total").at("complete"), 1);
}

TEST_F(PlayReport, CsvIsForSpreadsheetPrograms) {
    ingest("gate", {row(0)});
    auto const answer =
        call("plays",
             {{"from", "2026-06-01"}, {"to", "2026-06-01"}, {"by", "screen"}, {"format", "csv"}});
    ASSERT_TRUE(answer);
    EXPECT_THAT(answer->contentType, HasSubstr("text/csv"));
    EXPECT_EQ(
        answer->body,
        "\xEF\xBB\xBF"
        "screen,screen_name,planned,complete,partial,failed,preempted,cut,other,shown_ms,first,"
        "last,completion,make_good,tier_composed,tier_delivered,tier_answered,tier_photographed,"
        "completion_lit,screens_ordered,screens_played,assets_ordered,assets_shown,coverage,"
        "delivery,landing,fallback\r\n"
        "gate,'=gate,10,1,0,0,0,0,0,10000,2026-06-01T00:59:30.000Z,2026-06-01T00:59:30.000Z,0."
        "1000,0,1,0,0,0,0.0000,1,1,2,1,1.0000,0.0000,0.0000,0\r\n"
        "total,,10,1,0,0,0,0,0,10000,2026-06-01T00:59:30.000Z,2026-06-01T00:59:30.000Z,0.1000,"
        "0,1,0,0,0,0.0000,1,1,2,1,1.0000,0.0000,0.0000,0\r\n");
}

TEST_F(PlayReport, WrongQuestionsGetOneClearLine) {
    EXPECT_THAT(whyNot({{"to", "2026-06-01"}}), HasSubstr("from: missing"));
    EXPECT_THAT(whyNot({{"from", "2026-06-31"}, {"to", "2026-07-01"}}), HasSubstr("from: "));
    EXPECT_THAT(whyNot({{"from", "2026-06-02"}, {"to", "2026-06-01"}}), HasSubstr("before"));
    EXPECT_THAT(whyNot({{"from", "2026-06-01"}, {"to", "2026-06-02T00:00:00Z"}}),
                HasSubstr("two dates or two instants"));
    EXPECT_THAT(whyNot({{"from", "2026-06-01"}, {"to", "2026-06-01"}, {"by", "screen,place"}}),
                HasSubstr("\"place\" is unknown"));
    EXPECT_THAT(whyNot({{"from", "2026-06-01"}, {"to", "2026-06-01"}, {"format", "pdf"}}),
                HasSubstr("format: "));
    EXPECT_THAT(whyNot({{"from", "2024-01-01"}, {"to", "2026-06-01"}}),
                HasSubstr("at most 400 days"));
    EXPECT_THAT(whyNot({{"from", "2026-05-01"}, {"to", "2026-06-01"}, {"by", "hour"}}),
                HasSubstr("at most 31 days"));
}

TEST_F(PlayReport, GroupsByCategoryDayAndDaypart) {
    // 00:59:30Z is 08:59:30 at the screen; the fourth play begins at nine.
    using std::chrono::hours;
    using std::chrono::minutes;
    dayparts_ = {{"早高峰", {hours(7), hours(9)}}, {"上午", {hours(8) + minutes(30), hours(12)}}};
    ingest("gate", {row(0), row(1), row(2), row(3), row(4)});
    std::map<std::string, std::string> const day{{"from", "2026-06-01"}, {"to", "2026-06-02"}};
    auto const asked = [&](char const* by) {
        auto query = day;
        query["by"] = by;
        return report(std::move(query));
    };
    auto const byCategory = asked("category");
    EXPECT_EQ(rowOf(byCategory, "category", "案例警示").at("complete"), 3);
    EXPECT_EQ(rowOf(byCategory, "category", "—").at("complete"), 2) << "the poster has none";
    auto const byDay = asked("day");
    EXPECT_EQ(rowOf(byDay, "day", "2026-06-01").at("planned"), 10);
    EXPECT_EQ(rowOf(byDay, "day", "2026-06-01").at("complete"), 5);
    auto const byPart = asked("daypart");
    EXPECT_EQ(rowOf(byPart, "daypart", "早高峰").at("planned"), 3);
    EXPECT_EQ(rowOf(byPart, "daypart", "早高峰").at("complete"), 3);
    EXPECT_EQ(rowOf(byPart, "daypart", "上午").at("planned"), 10) << "they overlap";
    EXPECT_EQ(rowOf(byPart, "daypart", "上午").at("complete"), 5);
    EXPECT_EQ(byPart.at("total").at("complete"), 5) << "every play counts once";
    EXPECT_EQ(asked("day,daypart").at("total"), byPart.at("total"));
}

TEST_F(PlayReport, DaypartsMayBeginOnAnyMinute) {
    using std::chrono::hours;
    using std::chrono::minutes;
    dayparts_ = {{"九点前", {hours(8), hours(8) + minutes(59) + std::chrono::seconds(45)}}};
    ingest("gate", {row(0), row(1), row(2), row(3)});
    auto const out = report({{"from", "2026-06-01"}, {"to", "2026-06-01"}, {"by", "daypart"}});
    EXPECT_EQ(rowOf(out, "daypart", "九点前").at("planned"), 2);
    EXPECT_EQ(rowOf(out, "daypart", "九点前").at("complete"), 2);
    EXPECT_EQ(rowOf(out, "daypart", "—").at("planned"), 8);
    EXPECT_EQ(rowOf(out, "daypart", "—").at("complete"), 2);
}

TEST_F(PlayReport, UnitsAboveHoldWhatIsBelowThem) {
    change([](store::Tx& tx) {
        tx.units().put({"bureau", "市局", "", ""});
        tx.units().put({"north", "北院", "bureau", ""});
        tx.units().put({"south", "南院", "bureau", ""});
    });
    ingest("gate", {row(0), row(1)});
    ingest("hall", {row(2)});
    auto const out = report({{"from", "2026-06-01"}, {"to", "2026-06-01"}, {"by", "tree"}});
    EXPECT_EQ(rowOf(out, "tree", "bureau").at("complete"), 3);
    EXPECT_EQ(rowOf(out, "tree", "bureau").at("tree_name"), "市局");
    EXPECT_EQ(rowOf(out, "tree", "bureau").at("screens_played"), 2);
    EXPECT_EQ(rowOf(out, "tree", "north").at("complete"), 2);
    EXPECT_EQ(rowOf(out, "tree", "south").at("complete"), 1);
    EXPECT_EQ(out.at("total").at("complete"), 3);
    access::UnitSet north;
    north.add("north");
    who_.permissions[access::Permission::viewReports] = north;
    auto const within = report({{"from", "2026-06-01"}, {"to", "2026-06-01"}, {"by", "tree"}});
    ASSERT_EQ(within.at("rows").as_array().size(), 1U) << "the bureau is not theirs to sum up";
    EXPECT_EQ(within.at("total").at("complete"), 2);
}

TEST_F(PlayReport, RatesAreMadeOfSummedCounts) {
    release("hall", dayPlan(kBegin, kFirst, 10), 1);
    std::vector<messages::PlayRecord> most;
    for (int i = 0; i < 8; ++i) {
        most.push_back(row(i));
    }
    ingest("gate", most);
    ingest("hall", {row(0), row(1, PlayResult::partial)});
    auto const out = report({{"from", "2026-06-01"}, {"to", "2026-06-01"}, {"by", "screen"}});
    auto const& total = out.at("total").as_object();
    EXPECT_EQ(total.at("completion_of"),
              (boost::json::value{{"numerator", 9}, {"denominator", 20}, {"value", "0.4500"}}));
    EXPECT_EQ(total.at("coverage").at("value"), "1.0000");
    EXPECT_EQ(total.at("landing"),
              (boost::json::value{{"numerator", 1}, {"denominator", 2}, {"value", "0.5000"}}))
        << "the gate has eight of ten, the hall has not";
    EXPECT_EQ(total.at("delivery").at("numerator"), 2) << "both showed something of either asset";
    EXPECT_EQ(total.at("assets_ordered"), 2) << "two screens, the same two assets";
    EXPECT_EQ(rowOf(out, "screen", "hall").at("landing").at("value"), "0.0000");
}

TEST_F(PlayReport, WithoutWarningsThereIsNoTimeliness) {
    auto const out = report({{"from", "2026-06-01"}, {"to", "2026-06-01"}});
    EXPECT_EQ(out.at("timeliness").at("value"), "—");
    EXPECT_EQ(out.at("timeliness").at("within_ms"), 5'000);
}

TEST_F(PlayReport, NothingOfNothingIsNoRate) {
    auto const out = report({{"from", "2026-07-01"}, {"to", "2026-07-01"}, {"by", "screen"}});
    EXPECT_EQ(out.at("total").at("completion"), "—");
    EXPECT_FALSE(out.at("total").as_object().contains("coverage"));
}

TEST_F(PlayReport, TheTiersOfCompletePlaysAreTold) {
    auto lit = row(0);
    lit.tier = messages::EvidenceTier::delivered;
    auto photographed = row(1);
    photographed.tier = messages::EvidenceTier::photographed;
    auto cut = row(3, PlayResult::partial);
    cut.tier = messages::EvidenceTier::delivered;
    ingest("gate", {lit, photographed, row(2), cut});
    auto const out = report({{"from", "2026-06-01"}, {"to", "2026-06-01"}, {"by", "screen"}});
    EXPECT_EQ(out.at("total").at("tiers"),
              (boost::json::value{
                  {"composed", 1}, {"delivered", 1}, {"answered", 0}, {"photographed", 1}}));
    EXPECT_EQ(out.at("total").at("completion"), "0.3000");
    EXPECT_EQ(out.at("total").at("completion_lit"), "0.2000");
    auto const month = report({{"from", "2026-06-01"}, {"to", "2026-06-30"}, {"by", "screen"}});
    EXPECT_EQ(month.at("total").at("tiers"), out.at("total").at("tiers"));
    auto const hour = report(
        {{"from", "2026-06-01T00:59:00Z"}, {"to", "2026-06-01T01:01:00Z"}, {"by", "screen"}});
    EXPECT_EQ(hour.at("total").at("tiers"), out.at("total").at("tiers")) << "from the rows";
}

TEST_F(PlayReport, APlayOfAnUnsetClockCountsInNoHour) {
    auto unset = row(1);
    unset.clock = messages::ClockState::unset;
    auto set = row(0);
    set.clock = messages::ClockState::synced;
    ingest("gate", {set, unset});
    for (auto const& [from, to] : {std::pair{"2026-06-01", "2026-06-01"},
                                   {"2026-06-01T00:00:00Z", "2026-06-01T02:00:00Z"}}) {
        auto const out = report({{"from", from}, {"to", to}, {"by", "hour"}});
        EXPECT_EQ(rowOf(out, "hour", "2026-06-01T00:00:00.000Z").at("complete"), 1);
        EXPECT_EQ(rowOf(out, "hour", "unproven").at("complete"), 1);
        EXPECT_EQ(out.at("total").at("complete"), 2) << "in the total it does";
    }
}

TEST_F(PlayReport, ScreensThatHaveNotReportedAreNamed) {
    release("hall", dayPlan(kBegin, kFirst, 10), 1);
    ingest("hall",
           {row(0), row(1), row(2), row(3), row(4), row(5), row(6), row(7), row(8), row(9)});
    ingest("gate", {row(0)});
    auto const out = report({{"from", "2026-06-01"}, {"to", "2026-06-01"}});
    EXPECT_EQ(out.at("as_of"), "2026-06-03T00:00:00.000Z");
    ASSERT_EQ(out.at("unreported").as_array().size(), 1U);
    EXPECT_EQ(out.at("unreported").at(0).at("screen"), "gate");
    EXPECT_EQ(out.at("unreported").at(0).at("last"), "2026-06-01T00:59:40.000Z");
    now_ = kFirst + std::chrono::minutes(5);
    EXPECT_EQ(report({{"from", "2026-06-01"}, {"to", "2026-06-01"}}).at("unreported"),
              boost::json::array{})
        << "rows take their time";
}

TEST_F(PlayReport, ThePageSaysWhatItsFiguresMean) {
    ingest("gate", {row(0)});
    std::map<std::string, std::string> query{
        {"from", "2026-06-01"}, {"to", "2026-06-01"}, {"by", "screen"}, {"format", "html"}};
    auto const chinese = text(query);
    for (auto const* part : {"<html lang=\"zh-CN\">", "电子屏播放情况报告", "数据截至",
                             "2026-06-03 08:00:00 UTC+08:00", "未回传屏</th><td>1 块",
                             "tocsin-plays/3", "终端已播，屏体未核验", "10.00% (1/10)",
                             "覆盖率 = 至少有一次完整播放（备播不计）的屏数 ÷ 应播屏数", "@page"}) {
        EXPECT_THAT(chinese, HasSubstr(part));
    }
    EXPECT_THAT(text(query, {{"accept-language", "en-GB,en;q=0.9,zh;q=0.3"}}),
                HasSubstr("What screens played"));
    EXPECT_THAT(text(query, {{"accept-language", "zh-CN,zh;q=0.9,en;q=0.3"}}),
                HasSubstr("电子屏播放情况报告"));
    query["lang"] = "en";
    EXPECT_THAT(text(query, {{"accept-language", "zh-CN"}}), HasSubstr("<html lang=\"en\">"));
    EXPECT_EQ(text(query), text(query));
}

TEST_F(PlayReport, NamesCannotWriteIntoThePage) {
    change([](store::Tx& tx) {
        auto screen = tx.screens().find(ScreenId("gate")).value();
        screen.name = "<script>alert(1)</script>\"";
        tx.screens().put(screen);
    });
    ingest("gate", {row(0)});
    auto const page =
        text({{"from", "2026-06-01"}, {"to", "2026-06-01"}, {"by", "screen"}, {"format", "html"}});
    EXPECT_THAT(page, testing::Not(HasSubstr("<script>")));
    EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;&quot;"));
}

}  // namespace
}  // namespace tocsin::reports
