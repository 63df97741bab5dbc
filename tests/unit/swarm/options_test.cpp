// SPDX-License-Identifier: Apache-2.0
#include "tocsin/swarm/options.hpp"

#include <gtest/gtest.h>

namespace tocsin::swarm {
namespace {

TEST(SwarmOptions, ReadSharesAndTimes) {
    EXPECT_EQ(parsePercent("0").value(), 0);
    EXPECT_EQ(parsePercent("100").value(), 100);
    EXPECT_EQ(parseShareAndTime("10:500", Milliseconds(1)).value(),
              (ShareAndTime{10, Milliseconds(500)}));
    EXPECT_EQ(parseShareAndTime("5:20", Milliseconds(1'000)).value(),
              (ShareAndTime{5, Milliseconds(20'000)}));
    EXPECT_EQ(parseSeconds("3").value(), Milliseconds(3'000));
    EXPECT_EQ(parseSeconds("0.25").value(), Milliseconds(250));
    EXPECT_EQ(parseSeconds("1.5").value(), Milliseconds(1'500));
}

TEST(SwarmOptions, RefuseWhatIsNone) {
    for (auto const* text : {"", "-1", "101", "1e1", "ten", "5%"}) {
        EXPECT_EQ(parsePercent(text).error().code, Errc::invalid) << text;
    }
    for (auto const* text : {"", "10", "10:", ":5", "101:5", "10:-5", "10:3601", "10:5s"}) {
        EXPECT_EQ(parseShareAndTime(text, Milliseconds(1'000)).error().code, Errc::invalid) << text;
    }
    for (auto const* text : {"", ".", "1.", "1.2345", "-1", "2592001", "1.-2"}) {
        EXPECT_EQ(parseSeconds(text).error().code, Errc::invalid) << text;
    }
}

TEST(SwarmOptions, ReadPlaysThatEndWithYesterday) {
    auto const now = parseInstant("2026-07-01T15:59:59Z").value();  // still 1 July in Shanghai
    auto const plays = parsePlays("30:3000", now).value();
    EXPECT_EQ(plays.days, 30);
    EXPECT_EQ(plays.aDay, 3'000);
    EXPECT_EQ(plays.from, parseInstant("2026-06-01T00:00:00+08:00").value());
    EXPECT_EQ(parseFirstDay("2026-06-01").value(), plays.from);
    for (auto const* text : {"", "30", "30:", ":5", "0:5", "401:5", "30:0", "30:20001", "30:5x"}) {
        EXPECT_EQ(parsePlays(text, now).error().code, Errc::invalid) << text;
    }
    for (auto const* text : {"", "june", "2026-06", "2026-06-31"}) {
        EXPECT_EQ(parseFirstDay(text).error().code, Errc::invalid) << text;
    }
}

}  // namespace
}  // namespace tocsin::swarm
