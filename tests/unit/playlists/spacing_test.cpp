// SPDX-License-Identifier: Apache-2.0
// Where plays stand: near their places whatever surrounds them, and apart where there is room.
#include <gtest/gtest.h>

#include <map>

#include "played.hpp"
#include "programmes.hpp"

namespace tocsin::playlists {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

int relaxedOf(Compiled const& day) {
    auto const plays = playsOf(day);
    return static_cast<int>(std::count_if(plays.begin(), plays.end(), relaxed));
}

TEST(Spacing, AFillerThatIsTooLongDoesNotPushACampaignFromItsPlace) {
    // Between two plays of 7.5 s every 17.7 s there is no room for 15 s, and the film may not
    // follow itself; it would come later and later.
    auto programme = emptyProgramme();
    programme.assets = {film("short", 7'500), film("long", 15'000)};
    programme.campaigns = {hourly("c", 203, {"short"}),
                           campaign("fill", CampaignClass::filler, {"long"})};
    auto const plays = of(playsOf(compiled(programme)), "c");
    ASSERT_EQ(plays.size(), 203U * 24);
    double const period = 3'600'000.0 / 203;
    for (std::size_t k = 0; k < plays.size(); ++k) {
        auto const late = static_cast<double>((plays[k].start - kBegin).count()) -
                          period * static_cast<double>(k);
        ASSERT_LE(late, period + 15'000) << k;
        ASSERT_GE(late, -period - 15'000) << k;
    }
}

TEST(Spacing, OneThatMayNotStandHereIsNotPassedOverForLong) {
    // Three campaigns share one film, and a fourth always has something else to show.
    auto programme = emptyProgramme();
    programme.assets = {film("same", 10'000), film("other", 60'000)};
    programme.campaigns = {hourly("x", 60, {"same"}), hourly("y", 50, {"same"}),
                           hourly("z", 30, {"same"}), hourly("rest", 20, {"other"})};
    auto const day = compiled(programme);
    std::map<std::string, std::int64_t> const rates{{"x", 60}, {"y", 50}, {"z", 30}, {"rest", 20}};
    for (auto const& [id, rate] : rates) {
        auto const plays = of(playsOf(day), id);
        ASSERT_EQ(plays.size(), static_cast<std::size_t>(rate) * 24) << id;
        milliseconds const period{3'600'000 / rate};
        for (std::size_t k = 1; k < plays.size(); ++k) {
            ASSERT_LE(plays[k].start - plays[k - 1].start, 2 * period + seconds(60)) << id << k;
        }
    }
}

TEST(Spacing, UnlikeItemsAreSpacedByPlays) {
    auto programme = emptyProgramme();
    programme.assets = {film("a", 10'000), film("b", 60'000)};
    programme.campaigns = {hourly("c", 1, {"a", "b"})};
    programme.campaigns[0].dayparts = {part("08:00", "12:00")};
    programme.campaigns[0].mostPerHour = 1;
    auto const plays = playsOf(compiled(programme));
    ASSERT_EQ(plays.size(), 4U);
    for (std::size_t k = 0; k < 4; ++k) {
        EXPECT_EQ(plays[k].start, kBegin + hours(8 + static_cast<int>(k)));
    }
}

TEST(Spacing, OneThatCanWaitLeavesAShortWindowToOthers) {
    auto programme = emptyProgramme();
    programme.assets = {film("a", 600'000), film("b", 600'000)};
    programme.campaigns = {hourly("key", 0, {"a"}), hourly("c", 0, {"b"})};
    programme.campaigns[0].priority = CampaignClass::key;
    programme.campaigns[0].pacing = Pacing{Pacing::Unit::playsPerDay, 1};
    programme.campaigns[1].dayparts = {part("08:00", "09:30")};
    programme.campaigns[1].pacing = Pacing{Pacing::Unit::playsPerDay, 9};
    auto const day = compiled(programme);
    EXPECT_EQ(countOf(day.timeline, "key"), 1);
    EXPECT_EQ(countOf(day.timeline, "c"), 9) << "nine times ten minutes are the whole window";
    EXPECT_FALSE(has(day, "over-booked"));
}

TEST(Spacing, DarkThatIsThereAnywayStandsBetweenPlaysOfOneFilm) {
    auto programme = emptyProgramme();
    programme.assets = {film("a", 10'000)};
    programme.screen.opening = {{Weekdays{}, part("08:00", "09:00")}};
    programme.campaigns = {hourly("c", 1, {"a"}), hourly("d", 1, {"a"})};
    auto const day = compiled(programme);
    EXPECT_EQ(playsOf(day).size(), 2U);
    EXPECT_EQ(relaxedOf(day), 0);
}

TEST(Spacing, DarkAfterAFullStretchIsSharedOut) {
    auto programme = emptyProgramme();
    programme.assets = {film("a", 600'000)};
    programme.campaigns = {hourly("c", 0, {"a"})};
    programme.campaigns[0].dayparts = {part("08:00", "09:30")};
    programme.campaigns[0].pacing = Pacing{Pacing::Unit::playsPerDay, 8};
    auto const day = compiled(programme);
    EXPECT_EQ(playsOf(day).size(), 8U);
    EXPECT_EQ(relaxedOf(day), 0);
}

TEST(Spacing, APictureThatFillsAResidueKeepsItsLimitAnHour) {
    auto programme = emptyProgramme();
    programme.assets = {film("f", 1'500'000), picture("p", 300'000)};
    programme.assets[1].most = milliseconds(1'500'000);
    programme.screen.opening = {{Weekdays{}, part("08:00", "11:00")}};
    programme.campaigns = {hourly("c", 1, {"p"}), hourly("d", 1, {"f"})};
    programme.campaigns[0].mostPerHour = 1;
    std::map<std::int64_t, int> starts;
    for (auto const& play : of(playsOf(compiled(programme)), "c")) {
        ++starts[(play.start - kBegin) / hours(1)];
    }
    EXPECT_EQ(starts, (std::map<std::int64_t, int>{{8, 1}, {9, 1}, {10, 1}}));
}

TEST(Spacing, NoItemIsEverAWholePlayFromItsShare) {
    auto programme = emptyProgramme();
    programme.assets = {film("a", 10'000), film("b", 10'000), film("c", 10'000)};
    programme.campaigns = {campaign("w", CampaignClass::normal, {"a", "b", "c"})};
    auto& w = programme.campaigns[0];
    w.order = Order::weighted;
    w.weights = {4, 3, 4};
    w.from = kDay;  // the first turn is the first of the cycle
    w.pacing = Pacing{Pacing::Unit::playsPerDay, 200};
    std::map<std::string, int> shown;
    int all = 0;
    for (auto const& play : playsOf(compiled(programme))) {
        ++shown[play.asset];
        ++all;
        EXPECT_LT(std::abs(shown["a"] * 11 - all * 4), 11) << all;
        EXPECT_LT(std::abs(shown["b"] * 11 - all * 3), 11) << all;
        EXPECT_LT(std::abs(shown["c"] * 11 - all * 4), 11) << all;
    }
    EXPECT_EQ(all, 200);
}

TEST(Spacing, AFixedEventsDistanceIsKeptThoughItsCampaignHasNothingElse) {
    auto programme = emptyProgramme();
    programme.assets = {film("a", 10'000), film("b", 20'000)};
    programme.screen.opening = {{Weekdays{}, part("08:00", "08:02")}};
    programme.campaigns = {campaign("c", CampaignClass::normal, {"a"}),
                           campaign("fill", CampaignClass::filler, {"b", "a"})};
    programme.campaigns[0].leastSeparation = minutes(1);
    programme.fixed = {{CampaignId("c"), AssetId("a"), {}, true}};
    for (auto const& play : playsOf(compiled(programme))) {
        bool const tooNear = play.asset == "a" && play.start > kBegin + hours(8) &&
                             play.start < kBegin + hours(8) + seconds(70);
        EXPECT_TRUE(!tooNear || relaxed(play));
    }
}

}  // namespace
}  // namespace tocsin::playlists
