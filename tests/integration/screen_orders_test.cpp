// SPDX-License-Identifier: Apache-2.0
// A screen is ordered to be black, over restarts of both sides, and to go on.
#include <gtest/gtest.h>

#include "campaigns.hpp"
#include "support/site.hpp"

namespace tocsin::integration {
namespace {

class Orders : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_NO_FATAL_FAILURE(site.startController());
        ASSERT_NO_FATAL_FAILURE(site.addScreen("bar", "192x32", "text"));
        ASSERT_NO_FATAL_FAILURE(releaseSafetyCampaign(site, "text"));
        site.startPlayer("bar");
        ASSERT_TRUE(site.allPlaying()) << site.player("bar").log();
    }
    [[nodiscard]] std::string state() const {
        return site.json({"status"}).at("items").at(0).at("state").as_string().c_str();
    }
    [[nodiscard]] bool isBlack(std::size_t frame) const {
        return near(pixelOf(site.raw("bar"), 192, 32, frame, 0, 0), {0, 0, 0}) &&
               near(pixelOf(site.raw("bar"), 192, 32, frame, 96, 16), {0, 0, 0});
    }
    void order(std::vector<std::string> arguments) {
        auto const ended = site.tocsin(std::move(arguments));
        ASSERT_EQ(ended.code, 0) << ended.err;
    }

    Site site;
};

TEST_F(Orders, ABlankedScreenIsBlackUntilItIsToldToGoOn) {
    auto const before = site.recording("bar").size();
    EXPECT_FALSE(isBlack(before - 1));
    auto const begun = site.now();
    order({"screen", "blank", "bar", "--reason", "演练"});
    ASSERT_TRUE(site.passUntil([&] { return state() == "blanked"; })) << site.player("bar").log();
    site.pass(Milliseconds(400), Milliseconds(1));
    EXPECT_TRUE(isBlack(site.recording("bar").size() - 1));
    EXPECT_EQ(site.recording("bar").back().play, "-");

    // Both sides come back, and it is still black: not one frame of content.
    EXPECT_EQ(site.player("bar").stop(), 0);
    EXPECT_EQ(site.controller().stop(), 0);
    auto const ticks = site.recording("bar").size();
    site.startPlayer("bar");
    ASSERT_TRUE(site.passUntil([&] { return site.recording("bar").size() > ticks + 25; }));
    ASSERT_NO_FATAL_FAILURE(site.startController());
    ASSERT_TRUE(site.passUntil([&] { return state() == "blanked"; })) << site.player("bar").log();
    auto const recorded = site.recording("bar");
    for (std::size_t i = ticks; i < recorded.size(); ++i) {
        ASSERT_EQ(recorded[i].play, "-") << formatInstant(recorded[i].at);
        ASSERT_TRUE(isBlack(i)) << formatInstant(recorded[i].at);
    }
    auto const cause = site.json({"status"}).at("items").at(0).at("cause").as_string();
    EXPECT_NE(std::string(cause).find("演练"), std::string::npos);

    // A whole play passes unseen.
    site.pass(Milliseconds(12'000), Milliseconds(1));
    order({"screen", "unblank", "--all"});
    ASSERT_TRUE(site.allPlaying()) << site.player("bar").log();
    EXPECT_FALSE(isBlack(site.recording("bar").size() - 1));
    // The plays that were black are in the ledger as what they were.
    std::int64_t preempted = 0;
    ASSERT_TRUE(site.passUntil([&] {
        preempted =
            site.json({"report", "plays", "--from", formatInstant(begun - Milliseconds(60'000)),
                       "--to", formatInstant(site.now()), "--by", "screen", "--format", "json"})
                .at("total")
                .at("preempted")
                .as_int64();
        return preempted >= 2;
    })) << preempted;
}

TEST_F(Orders, AnOrderThatWasGivenWhileThePlayerWasAwayIsObeyedWhenItComes) {
    EXPECT_EQ(site.player("bar").stop(), 0);
    order({"screen", "blank", "bar"});
    EXPECT_EQ(site.controller().stop(), 0);
    ASSERT_NO_FATAL_FAILURE(site.startController());
    site.startPlayer("bar");
    ASSERT_TRUE(site.passUntil([&] { return state() == "blanked"; })) << site.player("bar").log();
    order({"screen", "unblank", "bar"});
    EXPECT_TRUE(site.allPlaying()) << site.player("bar").log();
}

TEST_F(Orders, AScreenSaysWhoItIsOverThePicture) {
    order({"screen", "identify", "bar"});
    ASSERT_TRUE(site.passUntil([&] {
        return site.player("bar").log().find("event=instruction-done") != std::string::npos;
    })) << site.player("bar").log();
    // The band's blue covers the bar, and the play goes on beneath it. Between two plays a busy
    // machine may leave a gap in time that is stepped, so one tick of both is asked for.
    EXPECT_TRUE(site.passUntil([&] {
        auto const ticks = site.recording("bar");
        auto const last = ticks.size() - 1;
        return ticks[last].play != "-" &&
               near(pixelOf(site.raw("bar"), 192, 32, last, 96, 16), {0, 32, 96});
    })) << site.player("bar").log();
}

}  // namespace
}  // namespace tocsin::integration
