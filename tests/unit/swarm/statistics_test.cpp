// SPDX-License-Identifier: Apache-2.0
#include "statistics.hpp"

#include <gtest/gtest.h>

namespace tocsin::swarm {
namespace {

Steady::time_point at(int ms) {
    return Steady::time_point(std::chrono::milliseconds(ms));
}

TEST(Statistics, TellHowFarInstantsLieApartByNearestRank) {
    std::vector<Steady::time_point> instants;
    for (int i = 100; i >= 1; --i) {
        instants.push_back(at(1'000 + i));
    }
    auto const spread = spreadOf(instants);
    EXPECT_EQ(spread.count, 100U);
    EXPECT_EQ(spread.first, at(1'001));
    EXPECT_DOUBLE_EQ(spread.last, 99);
    EXPECT_DOUBLE_EQ(spread.p50, 49);
    EXPECT_DOUBLE_EQ(spread.p99, 98);
}

TEST(Statistics, TellOfOneAndOfNone) {
    auto const one = spreadOf({at(5)});
    EXPECT_EQ(one.first, at(5));
    EXPECT_DOUBLE_EQ(one.last + one.p50 + one.p99, 0);
    EXPECT_EQ(spreadOf({}).count, 0U);
    EXPECT_DOUBLE_EQ(atShare({}, 0.99), 0);
    EXPECT_DOUBLE_EQ(atShare({3, 1, 2}, 1), 3);
    EXPECT_DOUBLE_EQ(atShare({3, 1, 2}, 0.5), 2);
}

TEST(Statistics, RememberTheMostThatWereConnected) {
    Statistics all;
    all.joined();
    all.joined();
    --all.connected;
    all.joined();
    EXPECT_EQ(all.connected, 2);
    EXPECT_EQ(all.mostConnected, 2);
    EXPECT_EQ(all.sessions, 3);
}

}  // namespace
}  // namespace tocsin::swarm
