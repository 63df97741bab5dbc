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
    return readCampaignFile(text, "fire.toml", CampaignId("fire"), &known);
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
)";

TEST(CampaignFile, SaysEverythingTheFormatHas) {
    auto const file = read(kGood);
    ASSERT_TRUE(file) << file.error().message;
    EXPECT_EQ(file->title, "消防宣传");
    EXPECT_EQ(file->priority, playlists::CampaignClass::key);
    EXPECT_EQ(file->from, std::chrono::year(2026) / 6 / 1);
    EXPECT_EQ(file->to, std::chrono::year(2026) / 6 / 30);
    EXPECT_EQ(file->days.bits, 0b10001);
    EXPECT_EQ(file->order, playlists::Order::sequence);
    EXPECT_EQ(file->items, (std::vector<std::string>{"extinguisher", "theme"}));
    ASSERT_EQ(file->dayparts.size(), 2U);
    EXPECT_EQ(file->dayparts[0].from, std::chrono::hours(19));
    EXPECT_EQ(file->dayparts[1].to, std::chrono::hours(1));
    ASSERT_TRUE(file->pacing);
    EXPECT_EQ(file->pacing->plays, 20);
    EXPECT_EQ(file->targets, (Targets{false, {"gate-led"}, {"outdoor"}, {}}));
    ASSERT_EQ(file->slogans.size(), 1U);
    auto const& slogan = file->slogans[0];
    EXPECT_EQ(slogan.showFor, Milliseconds(12'000));
    EXPECT_EQ(slogan.style.motion, media::SloganMotion::scrollLeft);
    EXPECT_EQ(slogan.style.colour, (media::Colour{255, 220, 0}));
    EXPECT_EQ(slogan.style.background, (media::Colour{10, 11, 12}));
    EXPECT_EQ(slogan.style.sizePercent, 70);
    EXPECT_EQ(slogan.style.pixelsPerSecond, 90);
}

TEST(CampaignFile, AllMistakesComeOutTogetherWithTheirLines) {
    auto const text = problemsOf(R"(id = "water"
title = "t"
class = "urgent"
from = 2026-06-30
to = 2026-06-01
items = ["extinguisher", "extingisher", "old-film"]
rrule = "FREQ=DAILY"
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

}  // namespace
}  // namespace tocsin::schedule
