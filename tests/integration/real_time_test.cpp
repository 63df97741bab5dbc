// SPDX-License-Identifier: Apache-2.0
// The long checks in real time (./dev soak): random kills for minutes, and a recorded minute frame
// by frame.
#include <gtest/gtest.h>

#include <cstdlib>

#include "campaigns.hpp"
#include "kill_storm.hpp"

namespace tocsin::integration {
namespace {

TEST(RealTime, KillsLoseAndDoubleNothing) {
    auto const* minutes = std::getenv("TOCSIN_SOAK_MINUTES");
    runKillStorm(TimeMode::real, std::chrono::minutes(minutes != nullptr ? std::atoi(minutes) : 5),
                 42);
}

TEST(RealTime, ARecordedMinuteHoldsFifteenHundredFramesNoneOfThemBlack) {
    Site site(TimeMode::real);
    site.showFilmsAsTheyCome();
    ASSERT_NO_FATAL_FAILURE(site.startController());
    ASSERT_NO_FATAL_FAILURE(site.addScreen("bar", "192x32", "text"));
    ASSERT_NO_FATAL_FAILURE(releaseSafetyCampaign(site, "text"));
    site.startPlayer("bar");
    ASSERT_TRUE(site.allPlaying()) << site.player("bar").log();
    auto const begun = site.now() + Milliseconds(1'000);
    site.pass(Milliseconds(62'500));
    auto const plan = site.plan("bar");
    std::size_t frames = 0;
    auto const ticks = site.recording("bar");
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        if (ticks[i].at < begun || ticks[i].at >= begun + Milliseconds(60'000)) {
            continue;
        }
        ++frames;
        auto const play = std::find_if(plan.begin(), plan.end(),
                                       [&](auto const& p) { return p.id == ticks[i].play; });
        ASSERT_NE(play, plan.end());
        ASSERT_TRUE(play->start <= ticks[i].at && ticks[i].at < play->end);
        auto const corner = pixelOf(site.raw("bar"), 192, 32, i, 0, 0);
        ASSERT_TRUE(near(corner, assetColours().at(play->asset)))
            << play->asset << " at " << formatInstant(ticks[i].at);
    }
    EXPECT_EQ(frames, 1'500U);
}

}  // namespace
}  // namespace tocsin::integration
