// SPDX-License-Identifier: Apache-2.0
// How often and beside what: each rule of a programme on a day made for it.
#include <gtest/gtest.h>

#include <map>

#include "played.hpp"
#include "programmes.hpp"
#include "tocsin/playlists/explain.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::playlists {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// Films a (30 s), b (20 s), picture p (10 s), and a filler of p and q.
Programme someProgramme() {
    auto programme = emptyProgramme();
    programme.assets = {film("a", 30'000), film("b", 20'000), picture("p", 10'000),
                        picture("q", 10'000)};
    programme.campaigns = {campaign("fill", CampaignClass::filler, {"p", "q"})};
    return programme;
}

TEST(Rules, AShareIsThatPartOfTheAirtime) {
    auto programme = someProgramme();
    programme.campaigns.push_back(hourly("c", 0, {"a"}));
    auto& c = programme.campaigns.back();
    c.dayparts = {part("08:00", "18:00")};
    c.pacing = Pacing{Pacing::Unit::share, 250'000};
    EXPECT_EQ(countOf(compiled(programme).timeline, "c"), 300);
    c.items = {AssetId("a"), AssetId("b")};  // 25 s on average
    EXPECT_EQ(countOf(compiled(programme).timeline, "c"), 360);
}

TEST(Rules, TheMinimumOfADayWinsOverALowRate) {
    auto programme = someProgramme();
    programme.campaigns.push_back(hourly("c", 1, {"a"}));
    programme.campaigns.back().dayparts = {part("08:00", "10:00")};
    EXPECT_EQ(countOf(compiled(programme).timeline, "c"), 2);
    programme.campaigns.back().pacing->leastPerDay = 7;
    EXPECT_EQ(countOf(compiled(programme).timeline, "c"), 7);
}

TEST(Rules, NoHourHasMoreThanTheMaximum) {
    auto programme = someProgramme();
    programme.campaigns.push_back(hourly("c", 0, {"a"}));
    auto& c = programme.campaigns.back();
    c.dayparts = {part("08:30", "12:30")};
    c.pacing = Pacing{Pacing::Unit::playsPerDay, 60};
    c.mostPerHour = 12;
    // A sold-out stretch pushes the campaign together; it still may not exceed its maximum.
    programme.campaigns.push_back(hourly("full", 170, {"b"}));
    programme.campaigns.back().priority = CampaignClass::key;
    programme.campaigns.back().dayparts = {part("08:30", "09:30")};
    auto const day = compiled(programme);
    std::map<std::int64_t, int> hourly;
    for (auto const& play : of(playsOf(day), "c")) {
        ++hourly[(play.start - kBegin) / hours(1)];
    }
    for (auto const& [hour, count] : hourly) {
        EXPECT_LE(count, 12) << hour;
    }
    EXPECT_EQ(countOf(day.timeline, "c") + missing(day, "over-booked"), 60);
    EXPECT_GE(countOf(day.timeline, "c"), 48)
        << "what the sold-out hour leaves, and 12 an hour after";
}

TEST(Rules, AnHourThatTwoOfItsDaysShareHasOneMaximum) {
    auto programme = someProgramme();
    programme.campaigns.push_back(hourly("c", 30, {"a"}));
    programme.campaigns.back().dayparts = {part("22:00", "00:30"), part("00:30", "02:00")};
    programme.campaigns.back().mostPerHour = 3;
    EXPECT_LE(countOf(compiled(programme).timeline, "c", kBegin, kBegin + hours(1)), 3);
}

TEST(Rules, AMaximumBelowThePacingIsToldAndKept) {
    auto programme = someProgramme();
    programme.campaigns.push_back(hourly("c", 20, {"a"}));
    auto& c = programme.campaigns.back();
    c.dayparts = {part("08:00", "10:00")};
    c.mostPerHour = 15;
    auto const day = compiled(programme);
    EXPECT_EQ(countOf(day.timeline, "c"), 30);
    EXPECT_EQ(missing(day, "max-per-hour"), 10);
}

TEST(Rules, AFillersMaximumSpreadsItOverTheHour) {
    auto programme = someProgramme();
    programme.campaigns[0].mostPerHour = 6;
    auto const plays = playsOf(compiled(programme));
    EXPECT_EQ(plays.size(), 6U * 24);
    for (std::size_t i = 1; i < plays.size(); ++i) {
        EXPECT_GE(plays[i].start - plays[i - 1].start, minutes(10));
    }
}

TEST(Rules, AnAssetsPlaysKeepTheirDistance) {
    auto programme = someProgramme();
    programme.campaigns.push_back(hourly("c", 30, {"a"}));
    programme.campaigns.push_back(hourly("d", 20, {"a", "b"}));
    programme.campaigns[1].leastSeparation = seconds(20);
    auto const day = compiled(programme);
    Instant ended = Instant::min();
    for (auto const& play : playsOf(day)) {
        if (play.asset == "a") {
            EXPECT_TRUE(ended == Instant::min() || play.start - ended >= seconds(20) ||
                        relaxed(play))
                << formatInstant(play.start);
            EXPECT_FALSE(relaxed(play)) << "there is time enough";
            ended = play.end;
        }
    }
    EXPECT_EQ(countOf(day.timeline, "c"), 720);
    EXPECT_EQ(countOf(day.timeline, "d"), 480);
}

TEST(Rules, ADistanceThatCannotBeKeptGivesWayWithAFlag) {
    auto programme = someProgramme();
    programme.campaigns.push_back(hourly("c", 60, {"a"}));
    programme.campaigns[1].leastSeparation = seconds(50);  // 30 s of film a minute
    auto const day = compiled(programme);
    EXPECT_EQ(countOf(day.timeline, "c"), 60 * 24) << "counts go before distances";
    Instant ended = Instant::min();
    for (auto const& play : of(playsOf(day), "c")) {
        bool const near = ended != Instant::min() && play.start - ended < seconds(50);
        EXPECT_EQ(relaxed(play), near) << formatInstant(play.start);
        ended = play.end;
    }
}

TEST(Rules, CategoriesThatAreKeptApartDoNotMeet) {
    auto programme = someProgramme();
    for (auto& asset : programme.assets) {
        asset.category = asset.id.str() == "a" || asset.id.str() == "b" ? "fire" : "";
    }
    programme.campaigns.push_back(hourly("c", 40, {"a"}));
    programme.campaigns.push_back(hourly("d", 40, {"b"}));
    auto const meetings = [&] {
        int count = 0;
        auto const plays = playsOf(compiled(programme));
        for (std::size_t i = 1; i < plays.size(); ++i) {
            bool const both = plays[i].campaign != "fill" && plays[i - 1].campaign != "fill";
            count += both && plays[i].start == plays[i - 1].end ? 1 : 0;
        }
        return count;
    };
    EXPECT_GT(meetings(), 0) << "the rule would have nothing to do";
    programme.avoid = {"fire"};
    EXPECT_EQ(meetings(), 0);
    programme.avoid.clear();
    programme.campaigns[1].avoid = {"fire"};
    EXPECT_EQ(meetings(), 0) << "one campaign's wish is enough";
}

TEST(Rules, WeightsAreSpreadEvenly) {
    auto programme = someProgramme();
    programme.campaigns.push_back(campaign("c", CampaignClass::normal, {"a", "b"}));
    auto& c = programme.campaigns.back();
    c.order = Order::weighted;
    c.weights = {3, 1};
    c.from = kDay;
    c.pacing = Pacing{Pacing::Unit::playsPerHour, 8};
    auto const plays = of(playsOf(compiled(programme)), "c");
    ASSERT_EQ(plays.size(), 8U * 24);
    for (std::size_t i = 0; i + 4 <= plays.size(); i += 4) {
        int films = 0;
        for (std::size_t k = i; k < i + 4; ++k) {
            films += plays[k].asset == "a" ? 1 : 0;
        }
        EXPECT_EQ(films, 3) << i;
    }
}

TEST(Rules, AListGoesInOneGo) {
    auto programme = someProgramme();
    programme.campaigns.push_back(hourly("list", 12, {"a", "b", "p"}));
    programme.campaigns.back().turn = Turn::list;
    programme.campaigns.push_back(hourly("other", 30, {"b"}));
    auto const plays = playsOf(compiled(programme));
    EXPECT_EQ(of(plays, "list").size(), 12U * 24);
    for (std::size_t i = 0; i < plays.size(); ++i) {
        if (plays[i].campaign == "list" && plays[i].asset == "a") {
            ASSERT_LT(i + 2, plays.size());
            EXPECT_EQ(plays[i + 1].campaign + plays[i + 1].asset, "listb") << i;
            EXPECT_EQ(plays[i + 2].campaign + plays[i + 2].asset, "listp") << i;
            EXPECT_EQ(plays[i].end, plays[i + 1].start);
        }
    }
}

TEST(Rules, AListThatFitsNowhereIsTold) {
    auto programme = someProgramme();
    programme.campaigns.push_back(hourly("list", 60, {"a", "b"}));
    programme.campaigns.back().turn = Turn::list;
    programme.campaigns.back().dayparts = {part("08:00:00", "08:00:40")};
    auto const day = compiled(programme);
    EXPECT_EQ(countOf(day.timeline, "list"), 0);
    EXPECT_TRUE(has(day, "list-too-long") || countOf(day.timeline, "list") == 0);
}

TEST(Rules, FixedEventsStartToTheMillisecondAndNothingIsCutForThem) {
    auto programme = someProgramme();
    programme.campaigns.push_back(hourly("c", 60, {"a"}));
    programme.campaigns.push_back(campaign("ceremony", CampaignClass::key, {"b"}));
    auto const ceremony = at("2026-06-16T09:00:00.250+08:00");
    programme.fixed = {{CampaignId("ceremony"), AssetId("b"), {ceremony}, false},
                       {CampaignId("c"), AssetId("q"), {}, true}};
    auto const day = compiled(programme);
    auto const plays = playsOf(day);
    auto const event = of(plays, "ceremony");
    ASSERT_EQ(event.size(), 1U);
    EXPECT_EQ(event[0].start, ceremony);
    EXPECT_EQ(event[0].end, ceremony + seconds(20));
    EXPECT_EQ(event[0].reason, "key,fixed");
    std::int64_t onTheHour = 0, films = 0;
    for (auto const& play : of(plays, "c")) {
        onTheHour += play.asset == "q" && (play.start - kBegin) % hours(1) == hours(0) ? 1 : 0;
        films += play.asset == "a" ? 1 : 0;
        EXPECT_TRUE(play.asset != "a" || play.end - play.start == seconds(30));
    }
    EXPECT_EQ(onTheHour, 23) << "at nine the ceremony begins, which is of a higher class";
    EXPECT_EQ(films, 60 * 24) << "beside the pacing";
    EXPECT_EQ(missing(day, "fixed-conflict"), 1);
    EXPECT_FALSE(has(day, "no-pacing"));
}

TEST(Rules, FixedEventsThatCannotBeAreTold) {
    auto programme = someProgramme();
    programme.screen.opening = {{Weekdays{}, part("06:00", "22:00")}};
    programme.campaigns.push_back(campaign("e", CampaignClass::normal, {"b"}));
    programme.campaigns.back().to = kDay;
    auto const tried = [&](char const* when, LocalDay date) {
        programme.fixed = {{CampaignId("e"), AssetId("b"), {at(when)}, false}};
        auto const day = compiled(programme, date);
        EXPECT_EQ(countOf(day.timeline, "e"), 0) << when;
        return day.findings.empty() ? std::string() : day.findings[0].code;
    };
    EXPECT_EQ(tried("2026-06-16T23:00:00+08:00", kDay), "fixed-closed");
    EXPECT_EQ(tried("2026-06-16T21:59:50+08:00", kDay), "fixed-closed") << "it could not end";
    EXPECT_EQ(tried("2026-06-17T09:00:00+08:00", day("2026-06-17")), "fixed-outside");
    programme.screen.opening.clear();
    EXPECT_EQ(tried("2026-06-16T23:59:50+08:00", kDay), "fixed-past-midnight");
}

TEST(Rules, AHourlyEventKeepsItsCampaignsDaypartsAndDays) {
    auto programme = someProgramme();
    programme.campaigns.push_back(campaign("h", CampaignClass::normal, {"b"}));
    programme.campaigns.back().dayparts = {part("08:00", "12:00"), part("22:00", "02:00")};
    programme.campaigns.back().days = Weekdays{0b0000010};  // Tuesdays; the 16th is one
    programme.fixed = {{CampaignId("h"), AssetId("b"), {}, true}};
    EXPECT_EQ(countOf(compiled(programme).timeline, "h"), 6) << "8 to 11, 22 and 23";
    EXPECT_EQ(countOf(compiled(programme, day("2026-06-17")).timeline, "h"), 2) << "0 and 1";
    EXPECT_EQ(countOf(compiled(programme, day("2026-06-18")).timeline, "h"), 0);
}

TEST(Rules, MakeGoodComesOnTopAndAfterWhatIsBooked) {
    auto programme = someProgramme();
    programme.campaigns.push_back(hourly("c", 10, {"a"}));
    programme.debts = {{CampaignId("c"), 12, {}}};
    EXPECT_EQ(countOf(compiled(programme).timeline, "c"), 252);
    programme.debts[0].mostPerDay = 5;
    auto const capped = compiled(programme);
    EXPECT_EQ(countOf(capped.timeline, "c"), 245);
    EXPECT_EQ(missing(capped, "debt-left"), 7);
    // The day is sold out: nobody loses a booked play for it.
    programme.campaigns[0] = hourly("fill", 110, {"a"});
    auto const full = compiled(programme);
    EXPECT_EQ(countOf(full.timeline, "fill"), 2640);
    EXPECT_EQ(countOf(full.timeline, "c"), 240);
    EXPECT_EQ(missing(full, "over-booked"), 0);
    EXPECT_EQ(missing(full, "debt-left"), 12) << "7 over the cap, 5 that do not fit";
}

bool makesGood(Shown const& play) {
    return play.reason.find(kMakeGoodReason) != std::string::npos;
}

std::vector<Shown> madeGood(std::vector<Shown> plays) {
    std::erase_if(plays, [](Shown const& play) { return !makesGood(play); });
    return plays;
}

TEST(Rules, ThePlaysThatMakeGoodAreMarkedAndAreTheLastOfTheDay) {
    auto programme = someProgramme();
    programme.campaigns.push_back(hourly("c", 10, {"a", "b"}));
    EXPECT_TRUE(madeGood(playsOf(compiled(programme))).empty());
    programme.debts = {{CampaignId("c"), 12, {}}};
    auto const plays = of(playsOf(compiled(programme)), "c");
    ASSERT_EQ(plays.size(), 252U);
    for (std::size_t i = 0; i < plays.size(); ++i) {
        EXPECT_EQ(makesGood(plays[i]), i >= 240) << i;
    }
    EXPECT_EQ(plays.back().reason, "normal,make-good");
    EXPECT_EQ(madeGood(playsOf(compiled(programme))).size(), 12U) << "no filler, no pad";
}

TEST(Rules, OnlyWhatFindsRoomIsMarkedAsMadeGood) {
    auto programme = someProgramme();
    programme.campaigns.push_back(hourly("c", 10, {"a"}));
    programme.campaigns.push_back(hourly("d", 109, {"a"}));
    programme.debts = {{CampaignId("c"), 100, {}}};
    auto const tight = compiled(programme);
    EXPECT_EQ(missing(tight, "debt-left"), 76);
    EXPECT_EQ(madeGood(playsOf(tight)).size(), 24U);
    programme.campaigns.back().pacing->amount = 110;
    EXPECT_EQ(countOf(compiled(programme).timeline, "c"), 240);
    EXPECT_TRUE(madeGood(playsOf(compiled(programme))).empty());
}

/// What a screen was shown until `from` by an earlier timeline.
std::vector<PastPlay> shownUntil(Instant from, std::vector<Shown> const& plays) {
    std::vector<PastPlay> out;
    for (auto const& play : plays) {
        if (play.start < from) {
            out.push_back({play.start, play.end, AssetId(play.asset), CampaignId(play.campaign)});
        }
    }
    return out;
}

TEST(Rules, AReplanMarksAsManyPlaysAsTheWholeDayDid) {
    auto programme = someProgramme();
    programme.campaigns.push_back(hourly("c", 10, {"a"}));
    programme.debts = {{CampaignId("c"), 60, {}}};
    auto const whole = of(playsOf(compiled(programme)), "c");
    ASSERT_EQ(whole.size(), 300U);
    for (std::size_t const shown : {60U, 200U, 260U}) {
        auto const from = whole[shown].start;
        programme.previous = shownUntil(from, playsOf(compiled(programme)));
        auto const rest = compile(programme, kDay, from);
        ASSERT_TRUE(rest) << rest.error().message;
        auto const plays = of(playsOf(*rest), "c");
        EXPECT_EQ(plays.size(), 300 - shown);
        EXPECT_EQ(madeGood(plays).size(), std::min<std::size_t>(60, 300 - shown)) << shown;
        programme.previous.clear();
    }
}

TEST(Rules, AReplanThatFallsBehindGivesUpTheMakeGoodBeforeTheDaysOwnPlays) {
    auto programme = someProgramme();
    programme.campaigns.push_back(hourly("c", 10, {"a"}));
    programme.debts = {{CampaignId("c"), 240, {}}};
    // Noon, and hardly anything was shown: the rest gets half of the 480 plays.
    auto const whole = playsOf(compiled(programme));
    programme.previous = shownUntil(kBegin + std::chrono::hours(1), whole);
    ASSERT_EQ(of(whole, "c").size(), 480U);
    auto const rest = compile(programme, kDay, kBegin + std::chrono::hours(12));
    ASSERT_TRUE(rest) << rest.error().message;
    auto const plays = of(playsOf(*rest), "c");
    EXPECT_EQ(plays.size(), 240U);
    EXPECT_EQ(madeGood(plays).size(), 20U) << "20 of the day's 240 were shown, 220 come first";
}

TEST(Rules, APlayThatMakesGoodSaysSoInItsReason) {
    auto programme = someProgramme();
    programme.campaigns.push_back(hourly("c", 10, {"a"}));
    programme.debts = {{CampaignId("c"), 12, {}}};
    auto const marked = [](Compiled const& compiled) {
        auto const plays = of(playsOf(compiled), "c");
        return std::count_if(plays.begin(), plays.end(), [](Shown const& play) {
            return play.reason.starts_with("normal,make-good");
        });
    };
    auto const whole = compiled(programme);
    EXPECT_EQ(marked(whole), 12);
    // What a replan of the afternoon leaves of them is still the last of the day.
    auto const noon = at("2026-06-16T12:00:00+08:00");
    for (auto const& play : playsOf(whole)) {
        if (play.start < noon) {
            programme.previous.push_back(
                {play.start, play.end, AssetId(play.asset), CampaignId(play.campaign)});
        }
    }
    EXPECT_EQ(marked(compile(programme, kDay, noon).value()), 12);
    auto const last = of(playsOf(whole), "c").back();
    auto const why = explain(programme, kDay, last.start).value();
    EXPECT_TRUE(std::any_of(why.because.begin(), why.because.end(), [](auto const& step) {
        return step.rule == "make-good" &&
               step.message.find("one of 12 plays") != std::string::npos;
    }));
}

TEST(Rules, ADebtThatADayCannotRepayIsToldWhateverTheReason) {
    auto programme = someProgramme();
    programme.campaigns.push_back(hourly("c", 10, {"a"}));
    programme.debts = {{CampaignId("c"), 5, {}}};
    auto& c = programme.campaigns.back();
    c.days = parseWeekdays({"mon"}).value();
    EXPECT_EQ(missing(compiled(programme), "debt-left"), 5) << "the campaign is off on a Tuesday";
    c.days = {};
    c.dayparts = {part("23:00", "24:00")};
    programme.screen.opening = {{Weekdays{}, part("06:00", "22:00")}};
    EXPECT_EQ(missing(compiled(programme), "debt-left"), 5) << "the screen is never open for it";
    c.dayparts.clear();
    c.pacing.reset();
    EXPECT_EQ(missing(compiled(programme), "debt-left"), 5) << "it has no pacing";
}

TEST(Rules, AListLongerThanAnHourAllowsNeverPlays) {
    auto programme = someProgramme();
    programme.campaigns.push_back(hourly("list", 4, {"a", "b"}));
    auto& list = programme.campaigns.back();
    list.turn = Turn::list;
    list.dayparts = {part("08:00", "11:00")};
    list.mostPerHour = 1;
    auto const none = compiled(programme);
    EXPECT_EQ(countOf(none.timeline, "list"), 0);
    EXPECT_EQ(missing(none, "max-per-hour"), 12);
    list.mostPerHour = 3;  // one whole list an hour
    auto const whole = compiled(programme);
    EXPECT_EQ(countOf(whole.timeline, "list"), 6);
    EXPECT_EQ(missing(whole, "max-per-hour"), 6);
}

TEST(Rules, AnHourlyEventFollowsTheClockOnTheWall) {
    auto programme = someProgramme();
    programme.screen.zone = "Australia/Lord_Howe";  // goes back by half an hour at 2:00
    programme.campaigns.push_back(campaign("h", CampaignClass::normal, {"b"}));
    programme.fixed = {{CampaignId("h"), AssetId("b"), {}, true}};
    auto const plays = of(playsOf(compiled(programme, day("2026-04-05"))), "h");
    ASSERT_EQ(plays.size(), 24U);
    EXPECT_EQ(plays[1].start, at("2026-04-05T01:00:00+11:00"));
    EXPECT_EQ(plays[2].start, at("2026-04-05T02:00:00+10:30")) << "an hour and a half later";
}

TEST(Rules, ExpiredAssetsAreLeftOutAndTold) {
    auto programme = someProgramme();
    programme.assets[0].usableUntil = day("2026-06-15");
    programme.campaigns.push_back(hourly("c", 10, {"a", "b"}));
    auto const day = compiled(programme);
    EXPECT_EQ(countOf(day.timeline, "c"), 240) << "the other item takes its turns";
    EXPECT_TRUE(has(day, "asset-expired"));
    for (auto const& play : playsOf(day)) {
        EXPECT_NE(play.asset, "a");
    }
    programme.campaigns.back().items = {AssetId("a")};
    EXPECT_EQ(missing(compiled(programme), "asset-expired"), 240);
}

TEST(Rules, WhatStoodBeforeMidnightCountsAsNeighbour) {
    auto programme = someProgramme();
    auto const first = playsOf(compiled(programme)).front();
    programme.previous = {{kBegin - seconds(10), kBegin, AssetId(first.asset), CampaignId("fill")}};
    EXPECT_NE(playsOf(compiled(programme)).front().asset, first.asset);
    // In time as well.
    programme.campaigns.push_back(hourly("c", 60, {"a"}));
    programme.campaigns.back().leastSeparation = seconds(20);
    programme.previous = {
        {kBegin - seconds(40), kBegin - seconds(10), AssetId("a"), CampaignId("c")},
        {kBegin - seconds(10), kBegin, AssetId("b"), CampaignId("x")}};
    auto const plays = of(playsOf(compiled(programme)), "c");
    EXPECT_GE(plays.front().start, kBegin + seconds(10));
    EXPECT_EQ(plays.size(), 60U * 24);
}

TEST(Rules, AReplanKeepsTheDaysCountsExactly) {
    auto programme = someProgramme();
    programme.campaigns.push_back(hourly("c", 7, {"a"}));
    programme.campaigns.push_back(hourly("night", 11, {"b"}));
    programme.campaigns.back().dayparts = {part("20:00", "04:00")};
    auto const whole = compiled(programme);
    auto const wholePlays = playsOf(whole);
    for (auto const cut : {hours(1), hours(5), hours(13), hours(21)}) {
        auto replanned = programme;
        Instant from = kBegin + cut;
        for (auto const& play : wholePlays) {
            if (play.start < kBegin + cut) {
                replanned.previous.push_back(
                    {play.start, play.end, AssetId(play.asset), CampaignId(play.campaign)});
                from = std::max(from, play.end);
            }
        }
        auto const rest = compile(replanned, kDay, from).value();
        for (auto const* id : {"c", "night"}) {
            EXPECT_EQ(
                countOf(whole.timeline, id, Instant::min(), from) + countOf(rest.timeline, id),
                countOf(whole.timeline, id))
                << id << " from " << cut.count();
        }
    }
}

TEST(Rules, AShortageIsRealWhenOthersCouldMove) {
    // Two campaigns over the whole evening and one that has only its first hour: served by length,
    // the evening must leave the first hour free.
    auto programme = emptyProgramme();
    programme.assets = {film("a", 10'000), film("b", 10'000), film("c", 10'000)};
    programme.screen.opening = {{Weekdays{}, part("18:00", "21:00")}};
    programme.campaigns = {hourly("x", 0, {"a"}), hourly("y", 0, {"b"}), hourly("z", 0, {"c"})};
    programme.campaigns[0].dayparts = {part("18:00", "20:00")};
    programme.campaigns[0].pacing = Pacing{Pacing::Unit::playsPerDay, 360};
    programme.campaigns[1].dayparts = {part("19:00", "21:00")};
    programme.campaigns[1].pacing = Pacing{Pacing::Unit::playsPerDay, 360};
    programme.campaigns[2].dayparts = {part("18:00", "21:00")};
    programme.campaigns[2].pacing = Pacing{Pacing::Unit::playsPerDay, 300};
    auto const day = compiled(programme);
    EXPECT_EQ(countOf(day.timeline, "x"), 360);
    EXPECT_EQ(countOf(day.timeline, "y"), 360);
    EXPECT_EQ(countOf(day.timeline, "z"), 300);
}

}  // namespace
}  // namespace tocsin::playlists
