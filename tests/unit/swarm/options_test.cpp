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

}  // namespace
}  // namespace tocsin::swarm
