// SPDX-License-Identifier: Apache-2.0
// The compiler on programmes whose right answer is known.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "day_check.hpp"
#include "programmes.hpp"

namespace tocsin::playlists {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

Finding const* find(Compiled const& compiled, std::string const& code) {
    for (auto const& finding : compiled.findings) {
        if (finding.code == code) {
            return &finding;
        }
    }
    return nullptr;
}

TEST(Compiler, SixWeightsThatFillTheHourAreMetExactlyEveryHour) {
    auto const programme = sixWeights();
    auto const compiled = compile(programme, day("2026-06-01")).value();
    EXPECT_EQ(faultOf(programme, compiled.timeline), "");
    EXPECT_TRUE(compiled.findings.empty());
    std::map<std::string, std::int64_t> const rates{{"a", 200}, {"b", 40}, {"c", 20},
                                                    {"d", 20},  {"e", 60}, {"f", 20}};
    for (auto hour = compiled.timeline.begin; hour < compiled.timeline.end; hour += hours(1)) {
        for (auto const& [name, rate] : rates) {
            ASSERT_EQ(countOf(compiled.timeline, name, hour, hour + hours(1)), rate)
                << name << " at " << formatInstant(hour);
        }
    }
    std::map<std::string, Instant> last;
    for (std::size_t i = 0; i < compiled.timeline.entries.size(); ++i) {
        auto const slot = slotOf(compiled.timeline, i);
        auto const& name = slot.campaign.str();
        auto const before = last.try_emplace(name, compiled.timeline.begin).first->second;
        ASSERT_LE((slot.start - before).count(), 2 * 3'600'000 / rates.at(name) + 10'000) << name;
        last[name] = slot.start;
    }
}

TEST(Compiler, RepeatsOnlyWhereArithmeticLeavesNoChoice) {
    auto const compiled = compile(sixWeights(), day("2026-06-01")).value();
    std::int64_t relaxed = 0;
    for (auto const& entry : compiled.timeline.entries) {
        relaxed += compiled.timeline.reasons[entry.reason] == "normal,separation-relaxed";
    }
    // 200 of 360 plays are one film: 40 pairs an hour cannot be avoided.
    EXPECT_GE(relaxed, 24 * 39);
    EXPECT_LE(relaxed, 24 * 60);
}

TEST(Compiler, ADaypartsPlaysAreRateTimesItsLength) {
    auto programme = emptyProgramme();
    programme.assets = {film("f", 15'000)};
    programme.campaigns = {hourly("c", 7, {"f"})};
    programme.campaigns[0].dayparts = {part("19:00", "21:30")};
    auto const compiled = compile(programme, day("2026-06-01")).value();
    EXPECT_EQ(countOf(compiled.timeline, "c"), 17);  // floor(7 * 2.5)
    EXPECT_EQ(faultOf(programme, compiled.timeline), "");
    EXPECT_NE(find(compiled, "screen-empty"), nullptr);
}

TEST(Compiler, PlaysPerDayAreSpreadOverTheDay) {
    auto programme = emptyProgramme();
    programme.assets = {film("f", 15'000)};
    programme.campaigns = {campaign("c", CampaignClass::key, {"f"})};
    programme.campaigns[0].pacing = Pacing{Pacing::Unit::playsPerDay, 48};
    auto const compiled = compile(programme, day("2026-06-01")).value();
    for (auto t = compiled.timeline.begin; t < compiled.timeline.end; t += hours(1)) {
        EXPECT_EQ(countOf(compiled.timeline, "c", t, t + hours(1)), 2);
    }
}

TEST(Compiler, DatesWeekdaysAndExceptionsDecideWhetherACampaignIsOn) {
    auto programme = emptyProgramme();
    programme.assets = {film("f", 15'000)};
    programme.campaigns = {hourly("c", 1, {"f"})};
    auto& c = programme.campaigns[0];
    c.from = day("2026-06-01");  // a Monday
    c.to = day("2026-06-14");
    c.days = Weekdays{0b0000011};  // Monday and Tuesday
    c.except = {day("2026-06-09")};
    std::map<std::string, std::int64_t> const expected{
        {"2026-05-26", 0},  {"2026-06-01", 24}, {"2026-06-02", 24}, {"2026-06-03", 0},
        {"2026-06-08", 24}, {"2026-06-09", 0},  {"2026-06-15", 0}};
    for (auto const& [date, plays] : expected) {
        EXPECT_EQ(countOf(compile(programme, day(date))->timeline, "c"), plays) << date;
    }
}

TEST(Compiler, ItemsTakeTurnsAndRotationMovesOnDayByDay) {
    auto programme = emptyProgramme();
    programme.assets = {film("x", 10'000), film("y", 10'000), film("z", 10'000)};
    programme.campaigns = {hourly("c", 6, {"y", "x", "z"})};
    programme.campaigns[0].from = day("2026-06-01");
    auto const firsts = [&](std::string const& date) {
        auto const timeline = compile(programme, day(date))->timeline;
        std::string out;
        for (std::size_t i = 0; i < timeline.entries.size() && out.size() < 4; ++i) {
            out += slotOf(timeline, i).asset.str();
        }
        return out;
    };
    EXPECT_EQ(firsts("2026-06-01"), "yxzy");
    EXPECT_EQ(firsts("2026-06-02"), "xzyx");
    EXPECT_EQ(firsts("2026-06-04"), "yxzy");
    programme.campaigns[0].order = Order::sequence;
    EXPECT_EQ(firsts("2026-06-02"), "yxzy");
}

TEST(Compiler, OutsideOpeningHoursTheScreenIsClosed) {
    auto programme = emptyProgramme();
    programme.assets = {film("f", 10'000), film("g", 10'000)};
    programme.campaigns = {campaign("fill", CampaignClass::filler, {"f", "g"})};
    programme.screen.opening = {{Weekdays{}, part("06:00", "12:00")},
                                {Weekdays{}, part("20:00", "02:00")}};
    auto const compiled = compile(programme, day("2026-06-01")).value();
    EXPECT_EQ(faultOf(programme, compiled.timeline), "");
    EXPECT_EQ(countOf(compiled.timeline, "fill"), (2 + 6 + 4) * 360);
    auto const noon =
        slotOf(compiled.timeline, *indexAt(compiled.timeline, at("2026-06-01T12:00:00+08:00")));
    EXPECT_TRUE(noon.dark);
    EXPECT_EQ(noon.reason, "closed");
    EXPECT_EQ(noon.end - noon.start, hours(8));
    EXPECT_EQ(find(compiled, "screen-empty"), nullptr);
}

TEST(Compiler, FillersTakeWhatIsLeft) {
    auto programme = emptyProgramme();
    programme.assets = {film("a", 20'000), film("b", 15'000), picture("c", 10'000)};
    programme.campaigns = {hourly("spot", 30, {"a"}),
                           campaign("fill", CampaignClass::filler, {"b", "c"})};
    auto const compiled = compile(programme, day("2026-06-01")).value();
    EXPECT_EQ(faultOf(programme, compiled.timeline), "");
    EXPECT_EQ(countOf(compiled.timeline, "spot"), 720);
    EXPECT_TRUE(compiled.findings.empty());
    EXPECT_EQ(
        std::count(compiled.timeline.reasons.begin(), compiled.timeline.reasons.end(), "idle"), 0)
        << "a picture stretches over the last residue";
}

TEST(Compiler, AFillerDoesNotRepeatWhatWasJustOnIfItHasSomethingElse) {
    auto programme = emptyProgramme();
    programme.assets = {film("a", 20'000), film("b", 15'000), film("c", 15'000)};
    programme.campaigns = {hourly("spot", 30, {"a"}),
                           campaign("fill", CampaignClass::filler, {"a", "b"}),
                           campaign("more", CampaignClass::filler, {"b", "c"})};
    auto const timeline = compile(programme, day("2026-06-01"))->timeline;
    EXPECT_EQ(countOf(timeline, "spot"), 720);
    for (auto const& reason : timeline.reasons) {
        EXPECT_EQ(reason.find("separation-relaxed"), std::string::npos) << reason;
    }
}

TEST(Compiler, ResiduesAreFilledByPicturesSoThatFilmsEndWhole) {
    auto programme = emptyProgramme();
    programme.assets = {film("film", 7'000), picture("still", 10'000)};
    programme.campaigns = {campaign("fill", CampaignClass::filler, {"film", "still"})};
    programme.screen.opening = {
        {Weekdays{}, part("08:00", "08:01")}};  // 60 s = 3 * (7 + 10) + 7 + 2
    auto const compiled = compile(programme, day("2026-06-01")).value();
    EXPECT_EQ(faultOf(programme, compiled.timeline), "");
    for (std::size_t i = 0; i < compiled.timeline.entries.size(); ++i) {
        EXPECT_NE(slotOf(compiled.timeline, i).reason, "idle");
    }
}

TEST(Compiler, AnOverbookedHourDropsTheLowestClassAndSaysHowMuch) {
    auto programme = emptyProgramme();
    programme.assets = {film("m", 10'000), film("k", 10'000), film("n", 10'000)};
    programme.campaigns = {hourly("normal", 200, {"n"}), hourly("key", 200, {"k"}),
                           hourly("mandatory", 100, {"m"})};
    programme.campaigns[1].priority = CampaignClass::key;
    programme.campaigns[2].priority = CampaignClass::mandatory;
    for (auto& c : programme.campaigns) {
        c.dayparts = {part("10:00", "11:00")};
    }
    auto const compiled = compile(programme, day("2026-06-01")).value();
    EXPECT_EQ(countOf(compiled.timeline, "mandatory"), 100);
    EXPECT_EQ(countOf(compiled.timeline, "key"), 200);
    EXPECT_EQ(countOf(compiled.timeline, "normal"), 60);
    auto const* finding = find(compiled, "over-booked");
    ASSERT_NE(finding, nullptr);
    EXPECT_EQ(finding->campaign, CampaignId("normal"));
    EXPECT_EQ(finding->missingPlays, 140);
    EXPECT_NE(finding->message.find("10:00-11:00"), std::string::npos) << finding->message;
}

TEST(Compiler, AWindowSoldOutByAShortDaypartIsKeptFreeOfLongerFilms) {
    auto programme = emptyProgramme();
    programme.assets = {film("long", 37'000), film("short", 10'000)};
    programme.campaigns = {hourly("all-day", 60, {"long"}), hourly("hour", 360, {"short"})};
    programme.campaigns[1].dayparts = {part("10:00", "11:00")};
    auto const compiled = compile(programme, day("2026-06-01")).value();
    EXPECT_EQ(countOf(compiled.timeline, "hour"), 360);
    EXPECT_EQ(countOf(compiled.timeline, "all-day"), 1440);
    EXPECT_EQ(find(compiled, "over-booked"), nullptr);
}

TEST(Compiler, SaysWhatCannotPlayAtAll) {
    auto programme = emptyProgramme();
    programme.assets = {film("long", 120'000), film("f", 10'000)};
    programme.screen.opening = {{Weekdays{}, part("08:00", "20:00")}};
    programme.campaigns = {hourly("too-long", 60, {"long"}), hourly("night", 60, {"f"}),
                           campaign("unpaced", CampaignClass::normal, {"f"})};
    programme.campaigns[0].dayparts = {part("09:00", "09:01")};
    programme.campaigns[1].dayparts = {part("21:00", "22:00")};
    auto const compiled = compile(programme, day("2026-06-01")).value();
    ASSERT_NE(find(compiled, "item-too-long"), nullptr);
    EXPECT_EQ(find(compiled, "item-too-long")->missingPlays, 1);
    ASSERT_NE(find(compiled, "no-window"), nullptr);
    EXPECT_EQ(find(compiled, "no-window")->campaign, CampaignId("night"));
    ASSERT_NE(find(compiled, "no-pacing"), nullptr);
    ASSERT_NE(find(compiled, "screen-empty"), nullptr);
    EXPECT_NE(find(compiled, "screen-empty")->message.find("for 12 h of the day: 08:00-20:00;"),
              std::string::npos);
    EXPECT_NE(find(compiled, "screen-empty")->chinese.find("12 小时"), std::string::npos);
}

TEST(Compiler, SaysEachEdgeOfAnHourAsShortlyAsItCan) {
    auto programme = emptyProgramme();
    programme.assets = {film("f", 10'000), film("odd", 10'250)};
    programme.screen.opening = {{Weekdays{}, part("08:00", "08:01")},
                                {Weekdays{}, part("23:00", "24:00")}};
    programme.campaigns = {campaign("c", CampaignClass::normal, {"f", "odd"})};
    programme.fixed = {{CampaignId("c"), AssetId("f"), {at("2026-06-01T08:00:05+08:00")}, false},
                       {CampaignId("c"), AssetId("odd"), {at("2026-06-01T08:00:30+08:00")}, false}};
    auto const compiled = compile(programme, day("2026-06-01")).value();
    ASSERT_NE(find(compiled, "screen-empty"), nullptr);
    EXPECT_EQ(find(compiled, "screen-empty")->message,
              "the screen is open but has nothing to show for 1 h 34.75 s of the day: "
              "08:00:15-08:00:30, 08:00:40.250-08:01, 23:00-24:00; add a filler campaign");
}

TEST(Compiler, AnEmptyProgrammeIsADarkDay) {
    auto const compiled = compile(emptyProgramme(), day("2026-06-01")).value();
    ASSERT_EQ(compiled.timeline.entries.size(), 1u);
    EXPECT_EQ(slotOf(compiled.timeline, 0).reason, "idle");
    EXPECT_NE(find(compiled, "screen-empty"), nullptr);
}

TEST(Compiler, RefusesBadInputWithOneLine) {
    auto good = emptyProgramme();
    good.assets = {film("f", 10'000)};
    good.campaigns = {hourly("c", 1, {"f"})};
    auto const messageOf = [](Programme const& programme) {
        auto const got = compile(programme, day("2026-06-01"));
        return got ? std::string("no error")
                   : (got.error().code == Errc::invalid ? got.error().message : "wrong code");
    };
    ASSERT_EQ(messageOf(good), "no error");
    auto bad = good;
    bad.screen.zone = "Asia/Nowhere";
    EXPECT_NE(messageOf(bad).find("Asia/Nowhere"), std::string::npos);
    bad = good;
    bad.campaigns[0].items = {AssetId("gone")};
    EXPECT_NE(messageOf(bad).find("\"gone\", which is not among the assets"), std::string::npos);
    bad = good;
    bad.assets[0].duration = Milliseconds(0);
    EXPECT_NE(messageOf(bad).find("asset f lasts 0 ms"), std::string::npos);
    bad = good;
    bad.assets.push_back(bad.assets[0]);
    EXPECT_NE(messageOf(bad).find("stands twice"), std::string::npos);
    bad = good;
    bad.campaigns[0].to = day("2019-01-01");
    EXPECT_NE(messageOf(bad).find("ends before it begins"), std::string::npos);
    bad = good;
    bad.campaigns[0].pacing->amount = 1'000'001;
    EXPECT_NE(messageOf(bad).find("allowed are 0 to 1000000"), std::string::npos);
}

TEST(Compiler, GivesUpOnADayOfTooManyPlays) {
    auto programme = emptyProgramme();
    programme.assets = {film("blink", 1), film("wink", 1)};
    programme.campaigns = {campaign("fill", CampaignClass::filler, {"blink", "wink"})};
    auto const got = compile(programme, day("2026-06-01"));
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code, Errc::invalid);
    EXPECT_NE(got.error().message.find("more than 100000 plays"), std::string::npos);
}

TEST(Compiler, ASeedChangesTheOrderButNotTheCounts) {
    auto plain = sixWeights();
    auto seeded = plain;
    seeded.screen.seed = "group-a";
    auto const a = compile(plain, day("2026-06-01"))->timeline;
    auto const b = compile(seeded, day("2026-06-01"))->timeline;
    EXPECT_NE(encodeTimeline(a), encodeTimeline(b));
    for (auto const* name : {"a", "b", "c", "d", "e", "f"}) {
        EXPECT_EQ(countOf(a, name), countOf(b, name));
    }
    plain.screen.id = ScreenId("another");
    EXPECT_EQ(encodeTimeline(compile(plain, day("2026-06-01"))->timeline), encodeTimeline(a));
}

}  // namespace
}  // namespace tocsin::playlists
