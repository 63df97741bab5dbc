// SPDX-License-Identifier: Apache-2.0
#include "opening_hours.hpp"

#include <gtest/gtest.h>

#include "tocsin/playlists/words.hpp"

namespace tocsin::reports {
namespace {

Instant at(char const* text) {
    return parseInstant(text).value();
}
playlists::Opening rule(std::vector<std::string> const& days, char const* from, char const* to) {
    return {playlists::parseWeekdays(days).value(), playlists::parseDaypart(from, to).value()};
}
Interval const kMonday{at("2026-06-01T00:00:00+08:00"), at("2026-06-02T00:00:00+08:00")};

TEST(OpeningHours, WithoutRulesItIsAlwaysOpen) {
    EXPECT_EQ(openingHours({}, "Asia/Shanghai", kMonday).value(), Intervals{kMonday});
}

TEST(OpeningHours, RulesAddUpOnTheirDays) {
    EXPECT_EQ(openingHours({rule({"mon"}, "06:00", "12:00"), rule({"mon"}, "11:00", "22:00"),
                            rule({"tue"}, "00:00", "24:00")},
                           "Asia/Shanghai", kMonday)
                  .value(),
              (Intervals{{at("2026-06-01T06:00:00+08:00"), at("2026-06-01T22:00:00+08:00")}}));
}

TEST(OpeningHours, AnEveningReachesIntoTheNextDay) {
    EXPECT_EQ(openingHours({rule({"sun"}, "20:00", "02:00")}, "Asia/Shanghai", kMonday).value(),
              (Intervals{{kMonday.begin, at("2026-06-01T02:00:00+08:00")}}));
}

TEST(OpeningHours, AnHourThatTheClocksSkipIsNotOpen) {
    Interval const day{at("2026-03-29T00:00:00+01:00"), at("2026-03-30T00:00:00+02:00")};
    auto const hours = openingHours({rule({"sun"}, "00:00", "24:00")}, "Europe/Berlin", day);
    EXPECT_EQ(lengthOf(hours.value()), std::chrono::hours(23));
}

TEST(OpeningHours, AnUnknownZoneIsAnError) {
    EXPECT_FALSE(openingHours({rule({"mon"}, "06:00", "12:00")}, "Mars/Olympus", kMonday));
}

}  // namespace
}  // namespace tocsin::reports
