// SPDX-License-Identifier: Apache-2.0
// Next year's file out of this year's.
#include <gmock/gmock.h>

#include "campaign_clone.hpp"

namespace tocsin::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kOld[] = R"(# 安全生产月
id = "month-2026"
title = "2026年第25个安全生产月"
from = 2026-06-01
to = 2026-06-30
rrule = "FREQ=WEEKLY;UNTIL=20260630;BYDAY=MO"
except = [
  2026-06-07,
  2026-06-14,
]
items = ["fire-film", "theme"]  # stays

[pacing]
plays_per_hour = 20

[[key_date]]
on = 2026-06-16
plays_per_hour = 40

[[fixed]]
item = "fire-film"
at = ["2026-06-16T09:00:00"]

[[fixed]]
item = "theme"
at = ["hourly", "2026-06-16T09:30:00"]

[[slogan]]
name = "theme"
text = "人人讲安全 个个会应急"

[[slogan]]
name = "number"
text = "第25个安全生产月"
)";

TEST(Clone, WhatBelongsToTheOldYearGoesAndTheRestStays) {
    auto const out = cloneCampaign(kOld, {"month-2027", "2027-06-01", "2027-06-30", "人人讲安全"});
    EXPECT_THAT(out.toml, HasSubstr("# 安全生产月\nid = \"month-2027\"\n"));
    EXPECT_THAT(out.toml, HasSubstr("title = \"2027年安全生产月\"\n"));
    EXPECT_THAT(out.toml, HasSubstr("from = 2027-06-01\nto = 2027-06-30\n"));
    EXPECT_THAT(out.toml, HasSubstr("rrule = \"FREQ=WEEKLY;BYDAY=MO\"\n"));
    EXPECT_THAT(out.toml, HasSubstr("# except = [\n#   2026-06-07,\n"));
    EXPECT_THAT(out.toml, HasSubstr("items = [\"fire-film\", \"theme\"]  # stays\n"));
    EXPECT_THAT(out.toml, HasSubstr("[pacing]\nplays_per_hour = 20\n"));
    EXPECT_THAT(out.toml, HasSubstr("# [[key_date]]\n# on = 2026-06-16\n# plays_per_hour = 40\n"));
    EXPECT_THAT(out.toml, HasSubstr("# [[fixed]]\n# item = \"fire-film\"\n"));
    EXPECT_THAT(out.toml, HasSubstr("\n[[fixed]]\nitem = \"theme\"\nat = [\"hourly\"]\n"));
    EXPECT_THAT(out.toml, HasSubstr("text = \"人人讲安全 个个会应急\""))
        << "people decide on words";
    std::string dropped;
    for (auto const& one : out.dropped) {
        dropped += std::to_string(one.line) + ":" + one.what + ";";
    }
    EXPECT_THAT(dropped, HasSubstr("6:the UNTIL"));
    EXPECT_THAT(dropped, HasSubstr("7:except ["));
    EXPECT_THAT(dropped, HasSubstr("17:the key date 2026-06-16;"));
    EXPECT_THAT(dropped, HasSubstr("22:the fixed event at"));
    EXPECT_THAT(dropped, HasSubstr("26:the instants in"));
    EXPECT_THAT(out.carriesOldTheme,
                testing::ElementsAre(HasSubstr("人人讲安全"), HasSubstr("第25个")));
}

TEST(Clone, WithoutDatesTheFileCannotBeAppliedByMistake) {
    auto const out = cloneCampaign(kOld, {"month-2027", "", "", ""});
    EXPECT_THAT(out.toml, HasSubstr("# from = 2026-06-01\n# to = 2026-06-30\n"));
    EXPECT_THAT(out.toml, HasSubstr("title = \"安全生产月\"\n"));
    EXPECT_THAT(out.carriesOldTheme, testing::ElementsAre(HasSubstr("第25个")));
}

TEST(Clone, AFileWithoutAnIdGetsOne) {
    auto const out = cloneCampaign("title = \"t\"\n", {"new", "", "", ""});
    EXPECT_EQ(out.toml, "id = \"new\"\ntitle = \"t\"\n");
}

TEST(Clone, YearsAndOrdinalsAreTheOldTheme) {
    EXPECT_TRUE(carriesOldTheme("2026年6月", ""));
    EXPECT_TRUE(carriesOldTheme("第二十五届", ""));
    EXPECT_TRUE(carriesOldTheme("人人讲安全", "讲安全"));
    EXPECT_FALSE(carriesOldTheme("人人讲安全", ""));
    EXPECT_FALSE(carriesOldTheme("生命至上", "讲安全"));
}

}  // namespace
}  // namespace tocsin::cli
