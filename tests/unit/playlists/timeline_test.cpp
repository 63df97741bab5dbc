// SPDX-License-Identifier: Apache-2.0
// What is on at an instant.
#include "tocsin/playlists/timeline.hpp"

#include <gtest/gtest.h>

namespace tocsin::playlists {
namespace {

Timeline twoEntries() {
    Timeline out;
    out.begin = fromMillis(1000);
    out.end = fromMillis(5000);
    out.assets = {AssetId("film")};
    out.campaigns = {CampaignId("c")};
    out.reasons = {"closed", "normal"};
    out.entries = {{fromMillis(1000), TimelineEntry::kNone, TimelineEntry::kNone, 0},
                   {fromMillis(3000), 0, 0, 1}};
    return out;
}

TEST(Timeline, AnEntryIsOnFromItsStartToTheNext) {
    auto const timeline = twoEntries();
    EXPECT_EQ(indexAt(timeline, fromMillis(1000)), 0u);
    EXPECT_EQ(indexAt(timeline, fromMillis(2999)), 0u);
    EXPECT_EQ(indexAt(timeline, fromMillis(3000)), 1u);
    EXPECT_EQ(indexAt(timeline, fromMillis(4999)), 1u);
}

TEST(Timeline, NothingIsOnOutsideIt) {
    auto const timeline = twoEntries();
    EXPECT_FALSE(indexAt(timeline, fromMillis(999)));
    EXPECT_FALSE(indexAt(timeline, fromMillis(5000)));
    EXPECT_FALSE(indexAt(Timeline{}, fromMillis(0)));
}

TEST(Timeline, SlotsCarryNamesAndEnds) {
    auto const timeline = twoEntries();
    auto const dark = slotOf(timeline, 0);
    EXPECT_TRUE(dark.dark);
    EXPECT_TRUE(dark.asset.empty());
    EXPECT_EQ(dark.reason, "closed");
    EXPECT_EQ(dark.end, fromMillis(3000));
    auto const play = slotOf(timeline, 1);
    EXPECT_FALSE(play.dark);
    EXPECT_EQ(play.asset, AssetId("film"));
    EXPECT_EQ(play.campaign, CampaignId("c"));
    EXPECT_EQ(play.end, fromMillis(5000));
}

}  // namespace
}  // namespace tocsin::playlists
