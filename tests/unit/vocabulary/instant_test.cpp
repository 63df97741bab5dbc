// SPDX-License-Identifier: Apache-2.0
// Instants as text.
#include "tocsin/vocabulary/instant.hpp"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

TEST(Instant, ReadsUtcAndOffsetsAsTheSameMoment) {
    auto const utc = parseInstant("2026-06-01T00:00:00Z");
    ASSERT_TRUE(utc);
    EXPECT_EQ(toMillis(*utc), 1'780'272'000'000);
    EXPECT_EQ(*parseInstant("2026-06-01T08:00:00+08:00"), *utc);
    EXPECT_EQ(*parseInstant("2026-05-31T20:30:00-03:30"), *utc);
    EXPECT_EQ(*parseInstant("2026-06-01t00:00:00z"), *utc);
}

TEST(Instant, KeepsMillisecondsAndCutsWhatIsFiner) {
    auto const base = toMillis(*parseInstant("2026-06-01T00:00:00Z"));
    EXPECT_EQ(toMillis(*parseInstant("2026-06-01T00:00:00.5Z")), base + 500);
    EXPECT_EQ(toMillis(*parseInstant("2026-06-01T00:00:00.007Z")), base + 7);
    EXPECT_EQ(toMillis(*parseInstant("2026-06-01T00:00:00.123999999Z")), base + 123);
}

TEST(Instant, WritesWhatItReads) {
    for (auto const* text :
         {"2026-06-01T00:00:00.000Z", "1969-12-31T23:59:59.999Z", "2024-02-29T12:34:56.789Z"}) {
        EXPECT_EQ(formatInstant(*parseInstant(text)), text);
    }
    auto const t = *parseInstant("2026-06-01T00:00:00.250Z");
    EXPECT_EQ(formatInstant(t, hours{8}), "2026-06-01T08:00:00.250+08:00");
    EXPECT_EQ(formatInstant(t, -(hours{3} + minutes{30})), "2026-05-31T20:30:00.250-03:30");
    EXPECT_EQ(*parseInstant(formatInstant(t, hours{8})), t);
}

TEST(Instant, IsOneThatCanBeWritten) {
    for (auto const* text : {"0000-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z",
                             "0000-01-01T01:00:00+01:00", "9999-12-31T22:59:59-01:00"}) {
        auto const instant = parseInstant(text).value();
        EXPECT_EQ(parseInstant(formatInstant(instant)).value(), instant) << text;
    }
    EXPECT_FALSE(parseInstant("0000-01-01T00:00:00+00:01"));
    EXPECT_FALSE(parseInstant("9999-12-31T23:59:59-00:01"));
}

TEST(Instant, RefusesWhatIsNoDateOrNotRfc3339) {
    for (auto const* text :
         {"", "2026-06-01", "2026-06-01T00:00:00", "2026-06-01 00:00:00Z", "2026-02-30T00:00:00Z",
          "2026-13-01T00:00:00Z", "2026-06-01T24:00:00Z", "2026-06-01T00:60:00Z",
          "2026-06-01T00:00:00.Z", "2026-06-01T00:00:00+0800", "2026-06-01T00:00:00+24:00",
          "2026-06-01T00:00:00Zx", "2026-06-01T00:00:-1Z", "+026-06-01T00:00:00Z"}) {
        auto const got = parseInstant(text);
        ASSERT_FALSE(got) << text;
        EXPECT_EQ(got.error().code, Errc::invalid);
        EXPECT_NE(got.error().message.find("write it like"), std::string::npos);
    }
}

}  // namespace
}  // namespace tocsin
