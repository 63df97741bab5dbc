// SPDX-License-Identifier: Apache-2.0
// From times on the screen's clock to the instants of a manifest.
#include "levels.hpp"

#include <gmock/gmock.h>

namespace tocsin::schedule {
namespace {

using messages::Level;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

Instant at(char const* text) {
    return parseInstant(text).value();
}

ScreenSettings settings(std::string const& toml) {
    auto const read = readSettingsFile("format = \"tocsin-screen/1\"\n" + toml, "gate.toml",
                                       store::SettingsScope::screen, "gate");
    EXPECT_TRUE(read) << read.error().message;
    return read ? *read : ScreenSettings{};
}

std::vector<Level> levels(std::string const& toml, std::string const& zone, char const* from,
                          char const* to) {
    auto const made = levelsOf(settings(toml), zone, at(from), at(to));
    EXPECT_TRUE(made) << made.error().message;
    return made ? *made : std::vector<Level>{};
}

constexpr char kNight[] = R"(
[[brightness]]
from = "06:00"
percent = 100
[[brightness]]
from = "19:00"
percent = 50
)";

TEST(Levels, WithoutSettingsThereAreNone) {
    EXPECT_THAT(levels("", "Asia/Shanghai", "2026-06-01T00:00:00Z", "2026-06-09T00:00:00Z"),
                IsEmpty());
}

TEST(Levels, ATimeHoldsOverMidnightUntilTheNext) {
    EXPECT_THAT(
        levels(kNight, "Asia/Shanghai", "2026-05-31T16:00:00Z", "2026-06-01T16:00:00Z"),
        ElementsAre(Level{at("2026-05-31T16:00:00Z"), 50}, Level{at("2026-05-31T22:00:00Z"), 100},
                    Level{at("2026-06-01T11:00:00Z"), 50}));
}

TEST(Levels, ATimeOfSomeDaysHoldsUntilTheNextOfAnyDay) {
    // 2026-06-05 is a Friday.
    EXPECT_THAT(levels("[[volume]]\ndays = [\"fri\"]\nfrom = \"18:00\"\npercent = 0\n"
                       "[[volume]]\ndays = [\"mon\"]\nfrom = \"08:00\"\npercent = 70\n",
                       "UTC", "2026-06-07T00:00:00Z", "2026-06-13T00:00:00Z"),
                ElementsAre(Level{at("2026-06-07T00:00:00Z"), 100, 0},
                            Level{at("2026-06-08T08:00:00Z"), 100, 70},
                            Level{at("2026-06-12T18:00:00Z"), 100, 0}));
}

TEST(Levels, AQuietZoneWinsOverEveryVolume) {
    EXPECT_THAT(levels("[[volume]]\nfrom = \"00:00\"\npercent = 60\n"
                       "[[volume]]\nfrom = \"13:00\"\npercent = 90\n"
                       "[[quiet]]\nname = \"午休\"\nfrom = \"12:00\"\nto = \"14:00\"\n",
                       "UTC", "2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z"),
                ElementsAre(Level{at("2026-06-01T00:00:00Z"), 100, 60},
                            Level{at("2026-06-01T12:00:00Z"), 100, 0},
                            Level{at("2026-06-01T14:00:00Z"), 100, 90}));
}

TEST(Levels, AQuietNightBelongsToTheDayOnWhichItBegins) {
    EXPECT_THAT(levels("[[quiet]]\nname = \"夜间\"\ndays = [\"mon\"]\nfrom = \"22:00\"\nto = "
                       "\"06:00\"\n",
                       "UTC", "2026-06-01T00:00:00Z", "2026-06-04T00:00:00Z"),
                ElementsAre(Level{at("2026-06-01T22:00:00Z"), 100, 0},
                            Level{at("2026-06-02T06:00:00Z"), 100, 100}));
}

TEST(Levels, OutsideThePoweredHoursThereIsNoPower) {
    EXPECT_THAT(levels("[[powered]]\nfrom = \"06:00\"\nto = \"23:00\"\n", "UTC",
                       "2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z"),
                ElementsAre(Level{at("2026-06-01T00:00:00Z"), 100, 100, false},
                            Level{at("2026-06-01T06:00:00Z"), 100, 100, true},
                            Level{at("2026-06-01T23:00:00Z"), 100, 100, false}));
}

TEST(Levels, FollowTheClocksOfTheirZoneWhenTheyChange) {
    // Berlin: 2026-03-29 01:00Z the clocks go from 02:00 to 03:00, 2026-10-25 back.
    auto const spring =
        levels(kNight, "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-30T12:00:00Z");
    EXPECT_THAT(
        spring,
        ElementsAre(Level{at("2026-03-28T18:00:00Z"), 50}, Level{at("2026-03-29T04:00:00Z"), 100},
                    Level{at("2026-03-29T17:00:00Z"), 50}, Level{at("2026-03-30T04:00:00Z"), 100}));
    auto const gap = levels(
        "[[brightness]]\nfrom = \"02:30\"\npercent = 20\n"
        "[[brightness]]\nfrom = \"02:45\"\npercent = 30\n",
        "Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z");
    EXPECT_THAT(gap, ElementsAre(Level{at("2026-03-28T23:00:00Z"), 30}))
        << "both come at 03:00, the later stands";
    auto const overlap = levels("[[quiet]]\nname = \"x\"\nfrom = \"02:30\"\nto = \"03:00\"\n",
                                "Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z");
    EXPECT_THAT(overlap, ElementsAre(Level{at("2026-10-25T00:30:00Z"), 100, 0},
                                     Level{at("2026-10-25T02:00:00Z"), 100, 100}))
        << "02:30 is the first of the two";
}

TEST(Levels, OfTwoZonesLieApartAsTheirClocksDo) {
    auto const shanghai =
        levels(kNight, "Asia/Shanghai", "2026-06-01T00:00:00Z", "2026-06-01T20:00:00Z");
    auto const urumqi =
        levels(kNight, "Asia/Urumqi", "2026-06-01T02:00:00Z", "2026-06-01T20:00:00Z");
    ASSERT_THAT(shanghai, SizeIs(1));
    ASSERT_THAT(urumqi, SizeIs(1));
    EXPECT_EQ(urumqi[0].from - shanghai[0].from, std::chrono::hours(2));
}

TEST(Levels, AreAtMostAsManyAsAManifestHolds) {
    std::string rows;
    for (int i = 0; i < 48; ++i) {
        rows += "[[brightness]]\nfrom = \"" + std::string(i / 2 < 10 ? "0" : "") +
                std::to_string(i / 2) + (i % 2 == 0 ? ":00" : ":30") +
                "\"\npercent = " + std::to_string(i) + "\n";
    }
    auto const many = levels(rows, "UTC", "2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z");
    EXPECT_THAT(many, SizeIs(kMostLevels));
    EXPECT_EQ(many.front().from, at("2026-06-01T00:00:00Z"));
}

TEST(Levels, AheadOfAnInstantSayWhatHoldsThen) {
    std::vector<Level> const day{{at("2026-06-01T00:00:00Z"), 50},
                                 {at("2026-06-01T06:00:00Z"), 80}};
    auto const noon = at("2026-06-01T12:00:00Z");
    EXPECT_THAT(aheadOf(day, noon), ElementsAre(Level{noon, 80}));
    auto const dawn = at("2026-06-01T05:00:00Z");
    EXPECT_THAT(aheadOf(day, dawn), ElementsAre(Level{dawn, 50}, day[1]));
    auto const before = at("2026-05-01T00:00:00Z");
    EXPECT_THAT(aheadOf(day, before), ElementsAre(Level{before}, day[0], day[1]));
}

TEST(SettingsFile, SaysAllThatIsWrongWithItsLines) {
    auto const read = readSettingsFile(R"(format = "tocsin-screen/1"
gamma = 9
white = [100, 100]
brighntess = 3
[[brightness]]
from = "19:00"
[[volume]]
from = "19:00"
percent = 101
[[quiet]]
from = "22:00"
to = "06:00"
[[powered]]
from = "06:00"
[[brightness]]
from = "24:00"
percent = 1
)",
                                       "gate.toml", store::SettingsScope::screen, "gate");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, Errc::invalid);
    auto const& message = read.error().message;
    for (auto const* part :
         {"gate.toml:2 gamma: ", "gate.toml:3 white: ", "gate.toml:4 brighntess: ",
          "gate.toml:5 brightness.percent: missing", "gate.toml:9 volume.percent: ",
          "gate.toml:10 quiet.name: ", "gate.toml:13 powered.to: missing",
          "gate.toml:16 brightness.from: 24:00"}) {
        EXPECT_THAT(message, testing::HasSubstr(part));
    }
}

TEST(SettingsFile, ATimeOfADayStandsInOneRow) {
    auto const read = readSettingsFile(
        "format = \"tocsin-screen/1\"\n[[volume]]\nfrom = \"08:00\"\npercent = 5\n"
        "[[volume]]\ndays = [\"sun\"]\nfrom = \"08:00\"\npercent = 6\n",
        "gate.toml", store::SettingsScope::screen, "gate");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().message,
              "gate.toml:7 volume.from: 08:00 stands in another row of the same day already");
}

TEST(SettingsFile, OfATagHoldsQuietZonesOnly) {
    auto const of = [](std::string const& toml) {
        return readSettingsFile("format = \"tocsin-screen/1\"\n" + toml, "night.toml",
                                store::SettingsScope::tag, "医院");
    };
    auto const zones = of("[[quiet]]\nname = \"夜间\"\nfrom = \"22:00\"\nto = \"06:00\"\n");
    ASSERT_TRUE(zones) << zones.error().message;
    ASSERT_THAT(zones->quiet, SizeIs(1));
    EXPECT_EQ(zones->quiet[0].owner, "医院");
    auto const more = of("gamma = 2.2\n");
    ASSERT_FALSE(more);
    EXPECT_EQ(more.error().message,
              "night.toml:2 gamma: belongs into the settings of a single screen; those of a tag "
              "hold quiet zones only");
}

}  // namespace
}  // namespace tocsin::schedule
