// SPDX-License-Identifier: Apache-2.0
// Campaign files: what they say, and what is said about mistakes.
#include "campaign_file.hpp"

#include <gmock/gmock.h>

namespace tocsin::schedule {
namespace {

using testing::HasSubstr;
using testing::Not;

Known someKnown() {
    Known known;
    known.screens = {"gate-led", "lobby"};
    known.tags = {"outdoor"};
    known.units = {"hospital-1"};
    known.assets = {{"extinguisher", Digest{{1}}}, {"poster", Digest{{2}}}};
    known.retiredAssets = {"old-film"};
    return known;
}

Result<CampaignFile> read(std::string const& text) {
    auto const known = someKnown();
    SiteTimes times;
    times.dayparts = {{"黄金时段", {std::chrono::hours(19), std::chrono::minutes(21 * 60 + 30)}}};
    return readCampaignFile(text, "fire.toml", CampaignId("fire"), times, &known);
}

std::string problemsOf(std::string const& text) {
    auto const file = read(text);
    return file ? "no problem" : file.error().message;
}

constexpr char kGood[] = R"(format = "tocsin-campaign/1"
id = "fire"
title = "消防宣传"
class = "key"
from = 2026-06-01
to = 2026-06-30
days = ["mon", "fri"]
items = ["extinguisher", "theme"]
order = "sequence"
[pacing]
plays_per_hour = 20
[targets]
screens = ["gate-led"]
tags = ["outdoor"]
[[daypart]]
name = "黄金时段"
from = "19:00"
to = "21:30"
[[daypart]]
from = "23:00"
to = "01:00"
[[slogan]]
name = "theme"
text = "人人讲安全"
motion = "scroll-left"
seconds = 12
colour = "#FFdc00"
background = "#0a0b0c"
size_percent = 70
pixels_per_second = 90
outline = "#000000"
outline_width = 2
edges = "sharp"
lettering = "outline"
align = "left"
lines = 1
letter_pixels = 24
page_seconds = 9
)";

TEST(CampaignFile, SaysEverythingTheFormatHas) {
    auto const file = read(kGood);
    ASSERT_TRUE(file) << file.error().message;
    EXPECT_EQ(file->title, "消防宣传");
    EXPECT_EQ(file->rules.priority, playlists::CampaignClass::key);
    EXPECT_EQ(file->rules.from, std::chrono::year(2026) / 6 / 1);
    EXPECT_EQ(file->rules.to, std::chrono::year(2026) / 6 / 30);
    EXPECT_EQ(file->rules.days.bits, 0b10001);
    EXPECT_EQ(file->rules.order, playlists::Order::sequence);
    EXPECT_EQ(file->items, (std::vector<std::string>{"extinguisher", "theme"}));
    ASSERT_EQ(file->rules.dayparts.size(), 2U);
    EXPECT_EQ(file->rules.dayparts[0].from, std::chrono::hours(19));
    EXPECT_EQ(file->rules.dayparts[1].to, std::chrono::hours(1));
    ASSERT_TRUE(file->rules.pacing);
    EXPECT_EQ(file->rules.pacing->amount, 20);
    EXPECT_EQ(file->targets, (Targets{false, {"gate-led"}, {"outdoor"}, {}}));
    ASSERT_EQ(file->slogans.size(), 1U);
    auto const& slogan = file->slogans[0];
    EXPECT_EQ(slogan.showFor, Milliseconds(12'000));
    EXPECT_EQ(slogan.style.motion, media::SloganMotion::scrollLeft);
    EXPECT_EQ(slogan.style.colour, (media::Colour{255, 220, 0}));
    EXPECT_EQ(slogan.style.background, (media::Colour{10, 11, 12}));
    EXPECT_EQ(slogan.style.sizePercent, 70);
    EXPECT_EQ(slogan.style.pixelsPerSecond, 90);
    EXPECT_EQ(slogan.style.outline, (media::Colour{0, 0, 0}));
    EXPECT_EQ(slogan.style.outlineWidth, 2);
    EXPECT_EQ(slogan.style.edges, media::SloganEdges::sharp);
    EXPECT_EQ(slogan.style.lettering, media::SloganLettering::outline);
    EXPECT_EQ(slogan.style.align, media::SloganAlign::left);
    EXPECT_EQ(slogan.style.lines, 1);
    EXPECT_EQ(slogan.style.letterPixels, 24);
    EXPECT_EQ(slogan.style.pageSeconds, 9);
}

TEST(CampaignFile, SaysWhenAndHowOftenInEveryWay) {
    auto const file = read(R"(title = "t"
from = 2026-06-01
to = 2026-12-31
month_days = [1, -1]
rrule = "FREQ=MONTHLY;BYDAY=2TU"
calendar = "workdays"
except = [2026-06-09]
items = ["extinguisher", "poster"]
order = "weighted"
weights = [3, 1]
turn = "list"
max_per_hour = 12
min_separation_seconds = 90
avoid = ["fire"]
[pacing]
share = 0.25
min_per_day = 8
[[key_date]]
on = 2026-06-16
plays_per_hour = 30
[[daypart]]
name = "黄金时段"
[[fixed]]
item = "poster"
at = ["2026-06-16T09:00:00", "hourly"]
[targets]
all = true
)");
    ASSERT_TRUE(file) << file.error().message;
    auto const& rules = file->rules;
    EXPECT_EQ(rules.monthDays, (std::vector<int>{1, -1}));
    EXPECT_EQ(rules.recurrence, "FREQ=MONTHLY;BYDAY=2TU");
    EXPECT_EQ(rules.dayKind, playlists::DayKind::workdays);
    EXPECT_EQ(rules.except.size(), 1U);
    EXPECT_EQ(rules.weights, (std::vector<int>{3, 1}));
    EXPECT_EQ(rules.turn, playlists::Turn::list);
    EXPECT_EQ(rules.mostPerHour, 12);
    EXPECT_EQ(rules.leastSeparation, Milliseconds(90'000));
    EXPECT_EQ(rules.avoid, (std::vector<std::string>{"fire"}));
    EXPECT_EQ(rules.pacing, (playlists::Pacing{playlists::Pacing::Unit::share, 250'000, 8}));
    ASSERT_EQ(rules.keyDates.size(), 1U);
    EXPECT_EQ(rules.keyDates[0].pacing.amount, 30);
    ASSERT_EQ(rules.dayparts.size(), 1U);
    EXPECT_EQ(rules.dayparts[0].from, std::chrono::hours(19));
    ASSERT_EQ(file->fixed.size(), 1U);
    EXPECT_EQ(file->fixed[0].item, "poster");
    EXPECT_TRUE(file->fixed[0].hourly);
    playlists::LocalMoment const ceremony{std::chrono::year(2026) / 6 / 16, std::chrono::hours(9)};
    EXPECT_EQ(file->fixed[0].at, (std::vector<playlists::Moment>{ceremony}));
}

TEST(CampaignFile, RulesThatCannotBeAreRefusedWithTheirPlace) {
    auto const with = [](std::string const& top, std::string const& tables) {
        return problemsOf("title = \"t\"\nfrom = 2026-06-01\nto = 2026-06-30\n" + top +
                          "\nitems = [\"extinguisher\", \"poster\"]\n[targets]\nall = true\n" +
                          tables);
    };
    std::string const pacing = "[pacing]\nplays_per_day = 1\n";
    EXPECT_EQ(with("", pacing), "no problem");
    EXPECT_THAT(with("order = \"weighted\"", pacing), HasSubstr("fire.toml:4 order"));
    EXPECT_THAT(with("weights = [1, 2]", pacing), HasSubstr("only order = \"weighted\""));
    EXPECT_THAT(with("month_days = [0]", pacing), HasSubstr("fire.toml:4 month_days"));
    EXPECT_THAT(with("", "[pacing]\nshare = 1.5\n"), HasSubstr("must be 0 to 1, not 1.5"));
    EXPECT_THAT(with("", "[pacing]\nshare = 0.5\nplays_per_day = 1\n"),
                HasSubstr("exactly one of plays_per_hour, plays_per_day and share"));
    EXPECT_THAT(with("", pacing + "[[daypart]]\nname = \"黄金\"\n"),
                HasSubstr("is not a daypart of the configuration"));
    EXPECT_THAT(with("", pacing + "[[fixed]]\nitem = \"postr\"\nat = [\"hourly\"]\n"),
                HasSubstr("did you mean \"poster\"?"));
    EXPECT_THAT(with("", pacing + "[[fixed]]\nitem = \"poster\"\nat = [\"nine\"]\n"),
                HasSubstr("\"nine\" is not an instant"));
    EXPECT_EQ(with("", "[[fixed]]\nitem = \"poster\"\nat = [\"hourly\"]\n"), "no problem")
        << "fixed events need no pacing";
}

TEST(CampaignFile, AllMistakesComeOutTogetherWithTheirLines) {
    auto const text = problemsOf(R"(id = "water"
title = "t"
class = "urgent"
from = 2026-06-30
to = 2026-06-01
items = ["extinguisher", "extingisher", "old-film"]
rrule = "FREQ=SOMETIMES"
[targets]
screens = ["gate-let"]
tags = ["indoor"]
units = ["hospital-9"]
[[daypart]]
from = "19:00"
to = "19:00"
[[slogan]]
name = "theme"
text = "x"
color = "#ffffff"
seconds = 0
)");
    EXPECT_THAT(text, HasSubstr("fire.toml:1 id: "));
    EXPECT_THAT(text, HasSubstr("fire.toml:3 class: "));
    EXPECT_THAT(text,
                HasSubstr("fire.toml:5 to: the end 2026-06-01 is before the start 2026-06-30"));
    EXPECT_THAT(text, HasSubstr("fire.toml:6 items: asset \"extingisher\" is missing; did you mean "
                                "\"extinguisher\"?"));
    EXPECT_THAT(text, HasSubstr("fire.toml:6 items: asset \"old-film\" is retired"));
    EXPECT_THAT(text, HasSubstr("fire.toml:7 rrule"));
    EXPECT_THAT(text, HasSubstr("there is no screen \"gate-let\"; did you mean \"gate-led\"?"));
    EXPECT_THAT(text, HasSubstr("fire.toml:10 "));
    EXPECT_THAT(text, HasSubstr("no screen has the tag \"indoor\""));
    EXPECT_THAT(text, HasSubstr("no screen belongs to the unit \"hospital-9\""));
    EXPECT_THAT(text, HasSubstr("fire.toml:13 "));
    EXPECT_THAT(text, HasSubstr("fire.toml:18 "));
    EXPECT_THAT(text, HasSubstr("colour"));
    EXPECT_THAT(text, HasSubstr("fire.toml:19 "));
    EXPECT_THAT(text, HasSubstr("needs [pacing]"));
}

TEST(CampaignFile, ASlogansLimitsAreTheLibrarys) {
    EXPECT_THAT(problemsOf("[[slogan]]\nname = \"a\"\ntext = \"x\"\nseconds = 3601\n"),
                HasSubstr("fire.toml:4 slogan.seconds: "));
    EXPECT_THAT(problemsOf("[[slogan]]\nname = \"a\"\ntext = \"x\"\nseconds = 3600\n"),
                Not(HasSubstr("seconds")));
}

TEST(CampaignFile, ASlogansChoicesAreNamedWhenOneIsWrong) {
    auto const with = [](std::string const& line) {
        return problemsOf("[[slogan]]\nname = \"a\"\ntext = \"x\"\n" + line + "\n");
    };
    EXPECT_THAT(with("motion = \"up\""),
                HasSubstr("fire.toml:4 slogan.motion: \"up\" is unknown; still, scroll-left, "
                          "scroll-up and pages are allowed"));
    EXPECT_THAT(with("edges = \"hard\""), HasSubstr("auto, sharp and smooth are allowed"));
    EXPECT_THAT(with("background = \"none\""), HasSubstr("or \"transparent\""));
    EXPECT_THAT(with("outline = \"thin\""), HasSubstr("or \"none\""));
    EXPECT_THAT(with("colour = \"transparent\""), HasSubstr("is not a colour"));
    EXPECT_THAT(with("letter_pixels = 5"), HasSubstr("slogan.letter_pixels: "));
    EXPECT_THAT(with("line = 2"), HasSubstr("lines"));
    EXPECT_THAT(with("background = \"transparent\"\noutline = \"none\"\nlines = 40"),
                Not(HasSubstr("slogan.")));
}

TEST(CampaignFile, WhatIsMissingIsNamed) {
    auto const text = problemsOf("class = \"normal\"\n");
    for (auto const* what : {"title: missing", "from: missing", "to: missing", "pacing: missing",
                             "targets: missing", "items: name at least one"}) {
        EXPECT_THAT(text, HasSubstr(what));
    }
}

TEST(CampaignFile, AFillerNeedsNoPacing) {
    EXPECT_TRUE(read(R"(title = "t"
class = "filler"
from = 2026-06-01
to = 2026-06-01
items = ["poster"]
[targets]
all = true
)"));
}

TEST(CampaignFile, BothPacingsAtOnceAreRefused) {
    auto text = std::string(kGood);
    text.replace(text.find("plays_per_hour = 20"), 19, "plays_per_hour = 20\nplays_per_day = 9");
    EXPECT_THAT(problemsOf(text), HasSubstr("exactly one"));
}

TEST(CampaignFile, AnotherFormatIsRefusedByName) {
    auto text = std::string(kGood);
    text.replace(text.find("/1"), 2, "/2");
    EXPECT_THAT(problemsOf(text), HasSubstr("fire.toml:1 format: this controller reads"));
}

TEST(CampaignFile, AnItemMayBeADigest) {
    auto text = std::string(kGood);
    text.replace(text.find("\"extinguisher\""), 14, "\"" + Digest{{2}}.hex() + "\"");
    EXPECT_TRUE(read(text)) << problemsOf(text);
    text.replace(text.find(Digest{{2}}.hex()), 64, Digest{{3}}.hex());
    EXPECT_THAT(problemsOf(text), HasSubstr("is missing"));
}

TEST(CampaignFile, TextThatIsNotTomlNamesLineAndColumn) {
    EXPECT_THAT(problemsOf("title = \n"), HasSubstr("fire.toml:1:"));
}

TEST(CampaignFile, ASlogansLineIsFound) {
    EXPECT_EQ(lineOfSlogan(kGood, 0), 22);
    EXPECT_EQ(lineOfSlogan("a = 1\n[[slogan]]\n\n  [[slogan]]\n", 1), 4);
    EXPECT_EQ(lineOfSlogan("a = 1\n", 0), 1);
}

TEST(CampaignFile, MakeGoodIsAWishWithACap) {
    auto const with = [](std::string const& more) {
        std::string text = kGood;
        return text.insert(text.find("[pacing]"), more);
    };
    EXPECT_FALSE(read(kGood)->makeGood.wanted);
    EXPECT_FALSE(read(with("make_good = \"none\"\n"))->makeGood.wanted);
    auto const open = read(with("make_good = \"flight\"\n"));
    ASSERT_TRUE(open) << open.error().message;
    EXPECT_TRUE(open->makeGood.wanted);
    EXPECT_EQ(open->makeGood.mostPerDay, std::nullopt);
    auto const capped = read(with("make_good = \"flight\"\nmake_good_max_per_day = 5\n"));
    ASSERT_TRUE(capped) << capped.error().message;
    EXPECT_EQ(capped->makeGood.mostPerDay, 5);
    EXPECT_THAT(problemsOf(with("make_good = \"always\"\n")),
                HasSubstr("fire.toml:10 make_good: \"always\" is not allowed"));
    EXPECT_THAT(problemsOf(with("make_good_max_per_day = 5\n")),
                HasSubstr("make_good_max_per_day: needs make_good = \"flight\""));
    EXPECT_THAT(problemsOf(with("make_good = \"flight\"\nmake_good_max_per_day = 0\n")),
                HasSubstr("make_good_max_per_day"));
    EXPECT_THAT(problemsOf("class = \"filler\"\nfrom = 2026-06-01\nto = 2026-06-02\nitems = "
                           "[\"poster\"]\nmake_good = \"flight\"\n[targets]\nall = true\n"),
                HasSubstr("only a campaign with [pacing] can be made good"));
}

}  // namespace
}  // namespace tocsin::schedule
