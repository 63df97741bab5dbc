// SPDX-License-Identifier: Apache-2.0
#include "timing/tick_lateness.hpp"

#include <gtest/gtest.h>

namespace tocsin::player {
namespace {

using std::chrono::microseconds;

TEST(TickLateness, TellsPercentilesUpToTheNextStepAndTheLargestExactly) {
    TickLateness lateness;
    for (int i = 0; i < 98; ++i) {
        lateness.note(microseconds(110));
    }
    lateness.note(microseconds(990));
    lateness.note(microseconds(7'003));
    auto const told = lateness.take();
    EXPECT_EQ(told.ticks, 100);
    EXPECT_EQ(told.median, microseconds(120));
    EXPECT_EQ(told.at99, microseconds(1'000));
    EXPECT_EQ(told.largest, microseconds(7'003));
}

TEST(TickLateness, CountsATickBeforeItsInstantAsPunctualAndBeginsAnewAfterTelling) {
    TickLateness lateness;
    lateness.note(microseconds(-300));
    lateness.missed(4);
    auto const told = lateness.take();
    EXPECT_EQ(told.ticks, 1);
    EXPECT_EQ(told.missed, 4);
    EXPECT_EQ(told.largest, microseconds(0));
    auto const anew = lateness.take();
    EXPECT_EQ(anew.ticks, 0);
    EXPECT_EQ(anew.missed, 0);
    EXPECT_EQ(anew.at99, microseconds(0));
}

TEST(TickLateness, IsNoSmallerThanTheTruthBeyondItsScale) {
    TickLateness lateness;
    lateness.note(std::chrono::seconds(3));
    EXPECT_EQ(lateness.take().at99, std::chrono::seconds(3));
}

}  // namespace
}  // namespace tocsin::player
