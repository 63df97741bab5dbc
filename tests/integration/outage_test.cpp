// SPDX-License-Identifier: Apache-2.0
// The controller goes away and comes back: screens play on, and no play is lost.
#include <gtest/gtest.h>

#include <csignal>

#include "campaigns.hpp"
#include "support/site.hpp"

namespace tocsin::integration {
namespace {

TEST(Outage, APlayerPlaysOnWithoutTheControllerAndItsPlaysArriveLater) {
    Site site;
    ASSERT_NO_FATAL_FAILURE(site.startController());
    ASSERT_NO_FATAL_FAILURE(site.addScreen("bar", "192x32", "text"));
    ASSERT_NO_FATAL_FAILURE(releaseSafetyCampaign(site, "text"));
    site.startPlayer("bar");
    ASSERT_TRUE(site.allPlaying()) << site.player("bar").log();

    auto const begun = site.now();
    site.controller().signal(SIGKILL);
    site.controller().wait();
    site.pass(Milliseconds(60'000), Milliseconds(1));
    auto const ended = site.now();
    ASSERT_NO_FATAL_FAILURE(site.startController());
    ASSERT_TRUE(site.allPlaying()) << site.player("bar").log();

    std::int64_t planned = 0;
    std::int64_t complete = -1;
    ASSERT_TRUE(site.passUntil([&] {
        auto const total = site.json({"report", "plays", "--from", formatInstant(begun), "--to",
                                      formatInstant(ended), "--by", "screen", "--format", "json"})
                               .at("total");
        planned = total.at("planned").as_int64();
        complete = total.at("complete").as_int64();
        return planned > 0 && complete >= planned;
    })) << "planned "
        << planned << ", complete " << complete << "\n"
        << site.player("bar").log();
    EXPECT_GE(planned, 7);
}

TEST(Outage, APlayerThatStartsWithoutAControllerShowsWhatItHas) {
    Site site;
    ASSERT_NO_FATAL_FAILURE(site.startController());
    ASSERT_NO_FATAL_FAILURE(site.addScreen("bar", "192x32", "text"));
    ASSERT_NO_FATAL_FAILURE(releaseSafetyCampaign(site, "text"));
    site.startPlayer("bar");
    ASSERT_TRUE(site.allPlaying()) << site.player("bar").log();
    auto const plan = site.plan("bar");
    EXPECT_EQ(site.player("bar").stop(), 0);
    EXPECT_EQ(site.controller().stop(), 0);

    auto const before = site.recording("bar").size();
    site.startPlayer("bar");
    ASSERT_TRUE(site.passUntil([&] { return site.recording("bar").size() > before + 250; }))
        << site.player("bar").log();
    auto const ticks = site.recording("bar");
    auto const& newest = ticks.back();
    bool planned = false;
    for (auto const& play : plan) {
        planned =
            planned || (play.start <= newest.at && newest.at < play.end && play.id == newest.play);
    }
    EXPECT_TRUE(planned) << "it shows " << newest.play << " at " << formatInstant(newest.at);
}

}  // namespace
}  // namespace tocsin::integration
