// SPDX-License-Identifier: Apache-2.0
// Five minutes of random kills, in controlled time.
#include <gtest/gtest.h>

#include "kill_storm.hpp"

namespace tocsin::integration {
namespace {

TEST(Kills, TheLedgerHoldsEveryCompletedPlayExactlyOnceWhateverIsKilled) {
    runKillStorm(TimeMode::controlled, std::chrono::minutes(5), 20260601);
}

TEST(Kills, AnotherOrderOfKillsGivesTheSameCertainty) {
    runKillStorm(TimeMode::controlled, std::chrono::minutes(2), 7);
}

}  // namespace
}  // namespace tocsin::integration
