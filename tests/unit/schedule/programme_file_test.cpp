// SPDX-License-Identifier: Apache-2.0
// Reading programme files.
#include "tocsin/schedule/programme_file.hpp"

#include <gtest/gtest.h>

#include "tocsin/playlists/compiler.hpp"

namespace tocsin::schedule {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr std::string_view kFile = R"({
  "format": "tocsin-programme/1", "algorithm": "edf-1",
  "screen": {"id": "s1", "zone": "Asia/Shanghai", "seed": "group-a",
             "opening": [{"days": ["mon", "tue"], "from": "06:00", "to": "22:00"}]},
  "assets": [{"id": "film-a", "kind": "film", "duration_ms": 30000, "category": "fire"},
             {"id": "slogan-1", "kind": "slogan", "duration_ms": 10000, "min_ms": 5000, "max_ms": 60000}],
  "campaigns": [{"id": "c1", "class": "key", "from": "2026-06-01", "to": "2026-06-30",
                 "days": ["mon", "tue"], "dayparts": [{"from": "19:00", "to": "21:30"}],
                 "except": ["2026-06-08"], "items": ["film-a", "slogan-1"], "order": "sequence",
                 "pacing": {"plays_per_hour": 20}}],
  "fixed": [], "debts": [] })";

/// The file with one piece of it replaced.
std::string with(std::string_view piece, std::string_view other) {
    std::string text(kFile);
    auto const at = text.find(piece);
    if (at == std::string::npos) {
        throw std::logic_error("no such piece in the file");
    }
    return text.replace(at, piece.size(), other);
}

std::string errorOf(std::string const& text) {
    auto const got = readProgrammeFile(text, "p.json");
    return got ? "" : got.error().message;
}

TEST(ProgrammeFile, BecomesTheProgrammeItDescribes) {
    auto const programme = readProgrammeFile(kFile, "p.json").value();
    EXPECT_EQ(programme.screen.id, ScreenId("s1"));
    EXPECT_EQ(programme.screen.zone, "Asia/Shanghai");
    EXPECT_EQ(programme.screen.seed, "group-a");
    ASSERT_EQ(programme.screen.opening.size(), 1u);
    EXPECT_EQ(programme.screen.opening[0].days.bits, 0b11);
    EXPECT_EQ(programme.screen.opening[0].hours, (playlists::Daypart{hours(6), hours(22)}));
    ASSERT_EQ(programme.assets.size(), 2u);
    EXPECT_EQ(programme.assets[0].category, "fire");
    EXPECT_EQ(programme.assets[1].kind, playlists::AssetKind::slogan);
    EXPECT_EQ(programme.assets[1].least, Milliseconds(5000));
    EXPECT_EQ(programme.assets[1].most, Milliseconds(60000));
    ASSERT_EQ(programme.campaigns.size(), 1u);
    auto const& c = programme.campaigns[0];
    EXPECT_EQ(c.priority, playlists::CampaignClass::key);
    EXPECT_EQ(c.dayparts, (std::vector<playlists::Daypart>{{hours(19), hours(21) + minutes(30)}}));
    EXPECT_EQ(c.except.size(), 1u);
    EXPECT_EQ(c.items, (std::vector<AssetId>{AssetId("film-a"), AssetId("slogan-1")}));
    EXPECT_EQ(c.order, playlists::Order::sequence);
    EXPECT_EQ(c.pacing, (playlists::Pacing{playlists::Pacing::Unit::playsPerHour, 20}));
}

TEST(ProgrammeFile, CompilesToTheCountsItAsksFor) {
    auto const programme = readProgrammeFile(kFile, "p.json").value();
    auto const playsOn = [&](unsigned date) {
        auto const compiled = playlists::compile(
            programme, std::chrono::year{2026} / std::chrono::June / std::chrono::day{date});
        std::int64_t count = 0;
        for (auto const& entry : compiled->timeline.entries) {
            count += entry.asset != playlists::TimelineEntry::kNone;
        }
        return count;
    };
    EXPECT_EQ(playsOn(1), 50);
    EXPECT_EQ(playsOn(3), 0) << "a Wednesday";
    EXPECT_EQ(playsOn(8), 0) << "left out";
}

TEST(ProgrammeFile, WhatIsLeftOutHasItsDefault) {
    auto const programme = readProgrammeFile(R"({"screen": {"id": "s", "zone": "UTC"},
            "assets": [{"id": "a", "kind": "picture", "duration_ms": 8000}],
            "campaigns": [{"id": "c", "from": "2026-06-01", "to": "2026-06-01", "items": ["a"]}]})",
                                             "p.json")
                               .value();
    EXPECT_TRUE(programme.screen.opening.empty());
    EXPECT_FALSE(programme.assets[0].least);
    auto const& c = programme.campaigns[0];
    EXPECT_EQ(c.priority, playlists::CampaignClass::normal);
    EXPECT_EQ(c.order, playlists::Order::rotate);
    EXPECT_EQ(c.days.bits, 0x7f);
    EXPECT_FALSE(c.pacing);
}

TEST(ProgrammeFile, UnknownKeysNameTheNearestValidOne) {
    auto const message = errorOf(with("\"dayparts\"", "\"daypart\""));
    EXPECT_EQ(message.find("p.json: campaigns[0]"), 0u) << message;
    EXPECT_NE(message.find("\"daypart\""), std::string::npos) << message;
    EXPECT_NE(message.find("\"dayparts\""), std::string::npos) << message;
    EXPECT_NE(errorOf(with("\"seed\"", "\"sed\"")).find("seed"), std::string::npos);
    EXPECT_NE(errorOf(with("\"category\"", "\"categori\"")).find("category"), std::string::npos);
}

TEST(ProgrammeFile, EveryRuleOfTheFormatIsRead) {
    std::pair<char const*, char const*> const cases[] = {
        {"\"fixed\": []",
         R"("fixed": [{"campaign": "c1", "asset": "film-a", "at": ["2026-06-16T09:00:00", "hourly"]}])"},
        {"\"debts\": []", R"("debts": [{"campaign": "c1", "plays": 1, "max_per_day": 1}])"},
        {"\"debts\": []",
         R"("previous_tail": [{"asset": "film-a", "start": "2026-05-31T23:59:30", "end": "2026-06-01T00:00:00+08:00"}])"},
        {"\"debts\": []", R"("calendar": {"holidays": ["2026-10-01"], "workdays": []})"},
        {"\"debts\": []", R"("avoid": ["fire"])"},
        {"\"order\": \"sequence\"", R"("turn": "list")"},
        {"\"order\": \"sequence\"", R"("rrule": "FREQ=DAILY")"},
        {"\"order\": \"sequence\"", R"("max_per_hour": 3)"},
        {"\"order\": \"sequence\"", R"("min_separation_ms": 60000)"},
        {"\"order\": \"sequence\"", R"("month_days": [1, -1])"},
        {"\"order\": \"sequence\"", R"("calendar": "holidays")"},
        {"\"order\": \"sequence\"", R"("key_dates": [{"date": "2026-06-16", "share": 0.5}])"},
        {"\"order\": \"sequence\"", R"("avoid": ["fire"])"},
        {"\"plays_per_hour\": 20", R"("share": 0.333333)"},
        {"\"plays_per_hour\": 20", R"("plays_per_hour": 20, "min_per_day": 3)"}};
    for (auto const& [piece, other] : cases) {
        EXPECT_EQ(errorOf(with(piece, other)), "") << other;
    }
    auto const share =
        readProgrammeFile(with("\"plays_per_hour\": 20", R"("share": 0.333333)"), "p");
    EXPECT_EQ(share->campaigns[0].pacing->amount, 333'333);
    auto const fixed = readProgrammeFile(with(cases[0].first, cases[0].second), "p");
    ASSERT_EQ(fixed->fixed.size(), 1U);
    EXPECT_TRUE(fixed->fixed[0].hourly);
    EXPECT_EQ(fixed->fixed[0].at[0], parseInstant("2026-06-16T09:00:00+08:00").value());
}

TEST(ProgrammeFile, RulesThatCannotBeAreRefused) {
    std::tuple<char const*, char const*, char const*> const cases[] = {
        {"\"order\": \"sequence\"", R"("order": "weighted")", "items"},
        {"\"order\": \"sequence\"", R"("rrule": "FREQ=HOURLY")", "rrule"},
        {"\"order\": \"sequence\"", R"("calendar": "holidays.toml")", "kind of day"},
        {"\"order\": \"sequence\"", R"("max_per_hour": 0)", "max_per_hour"},
        {"\"plays_per_hour\": 20", R"("share": 1.01)", "0 to 1"},
        {"\"debts\": []", R"("debts": [{"campaign": "c1", "plays": -1}])", "debts[0].plays"},
        {"\"fixed\": []",
         R"("fixed": [{"campaign": "c1", "asset": "film-a", "at": ["9 o'clock"]}])",
         "fixed[0].at[0]"}};
    for (auto const& [piece, other, where] : cases) {
        auto const message = errorOf(with(piece, other));
        EXPECT_NE(message.find(where), std::string::npos) << other << ": " << message;
        EXPECT_EQ(message.find('\n'), std::string::npos);
    }
}

TEST(ProgrammeFile, EveryFaultNamesItsPlace) {
    std::tuple<char const*, char const*, char const*> const cases[] = {
        {"tocsin-programme/1", "tocsin-programme/2", "format"},
        {"edf-1", "edf-9", "algorithm"},
        {"\"19:00\"", "\"7 pm\"", "campaigns[0].dayparts[0]"},
        {"\"22:00\"", "\"06:00\"", "screen.opening[0]"},
        {"2026-06-30", "2026-06-31", "campaigns[0].to"},
        {"2026-06-30", "2026-05-31", "the last day is before the first"},
        {"2026-06-08", "soon", "campaigns[0].except[0]"},
        {"\"mon\", \"tue\"], \"dayparts\"", "\"mon\", \"mon\"], \"dayparts\"", "campaigns[0].days"},
        {"\"key\"", "\"urgent\"", "campaigns[0].class"},
        {"\"film\"", "\"movie\"", "assets[0].kind"},
        {"30000", "0", "assets[0].duration_ms"},
        {"5000", "15000", "assets[1].min_ms"},
        {"\"category\": \"fire\"", "\"max_ms\": 40000", "a film always plays whole"},
        {"\"film-a\", \"slogan-1\"]", "]", "campaigns[0].items"},
        {"\"plays_per_hour\": 20", "", "exactly one of"},
        {"\"plays_per_hour\": 20", "\"plays_per_hour\": -1", "campaigns[0].pacing.plays_per_hour"},
        {"\"id\": \"c1\"", "\"id\": \"\"", "campaigns[0].id"},
        {"\"zone\": \"Asia/Shanghai\",", "", "zone"}};
    for (auto const& [piece, other, expected] : cases) {
        auto const message = errorOf(with(piece, other));
        EXPECT_EQ(message.find("p.json: "), 0u) << other << ": " << message;
        EXPECT_NE(message.find(expected), std::string::npos) << other << ": " << message;
    }
    EXPECT_EQ(errorOf("{").find("p.json: "), 0u);
    EXPECT_EQ(errorOf("[]").find("p.json: "), 0u);
}

}  // namespace
}  // namespace tocsin::schedule
