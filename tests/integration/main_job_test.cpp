// SPDX-License-Identifier: Apache-2.0
// The main job, end to end, by the real programs under the controlled clock: a campaign goes in,
// screens play it, a report comes out.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "campaigns.hpp"
#include "support/site.hpp"

namespace tocsin::integration {

using test::readFile;
namespace {

constexpr int kWidth = 192;
constexpr int kHeight = 32;
constexpr std::int64_t kFrameBytes = std::int64_t{kWidth} * kHeight * 4;

PlannedPlay const* playAt(std::vector<PlannedPlay> const& plan, Instant t) {
    auto const found = std::find_if(plan.begin(), plan.end(), [&](auto const& play) {
        return play.start <= t && t < play.end;
    });
    return found == plan.end() ? nullptr : &*found;
}

class MainJob : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_NO_FATAL_FAILURE(site.startController());
        ASSERT_NO_FATAL_FAILURE(site.addScreen("bar-1", "192x32", "text"));
        ASSERT_NO_FATAL_FAILURE(site.addScreen("bar-2", "192x32", "text"));
        ASSERT_NO_FATAL_FAILURE(releaseSafetyCampaign(site, "text"));
        site.startPlayer("bar-1");
        site.startPlayer("bar-2");
        ASSERT_TRUE(site.allPlaying()) << site.player("bar-1").log() << site.controller().log();
    }
    Site site;
};

TEST_F(MainJob, EveryTickOfARecordedMinuteShowsThePlayThatThePlanNames) {
    auto const begun = site.now();
    site.pass(Milliseconds(62'000), Milliseconds(1));
    auto const plan = site.plan("bar-1");
    ASSERT_FALSE(plan.empty());
    for (std::string const screen : {"bar-1", "bar-2"}) {
        auto const ticks = site.recording(screen);
        ASSERT_EQ(static_cast<std::int64_t>(std::filesystem::file_size(site.raw(screen))),
                  static_cast<std::int64_t>(ticks.size()) * kFrameBytes);
        std::size_t inMinute = 0;
        std::set<std::string> seen;
        for (std::size_t i = 0; i < ticks.size(); ++i) {
            if (ticks[i].at < begun || ticks[i].at >= begun + Milliseconds(60'000)) {
                continue;
            }
            ++inMinute;
            ASSERT_TRUE(i == 0 || ticks[i].tick == ticks[i - 1].tick + 1)
                << "a tick is missing before " << ticks[i].tick;
            auto const* planned = playAt(plan, ticks[i].at);
            ASSERT_NE(planned, nullptr);
            ASSERT_EQ(ticks[i].play, planned->id) << screen << " at " << formatInstant(ticks[i].at);
            auto const corner = pixelOf(site.raw(screen), kWidth, kHeight, i, 0, 0);
            ASSERT_TRUE(near(corner, assetColours().at(planned->asset)))
                << planned->asset << " at " << formatInstant(ticks[i].at) << ": " << corner.red
                << "," << corner.green << "," << corner.blue;
            seen.insert(planned->asset);
        }
        EXPECT_EQ(inMinute, 1'500U);
        EXPECT_GE(seen.size(), 4U) << "a minute should show films, slogans and the picture";
    }
}

TEST_F(MainJob, ScreensOnOneTimelineShowTheSameFrameAtTheSameTick) {
    site.pass(Milliseconds(20'000), Milliseconds(1));
    auto const first = site.recording("bar-1");
    auto const second = site.recording("bar-2");
    auto const begin = std::max(first.front().tick, second.front().tick) + 50;
    auto const end = std::min(first.back().tick, second.back().tick);
    ASSERT_GT(end, begin + 400);
    auto const one = readFile(site.raw("bar-1"));
    auto const two = readFile(site.raw("bar-2"));
    for (auto tick = begin; tick < end; ++tick) {
        auto const a = static_cast<std::size_t>((tick - first.front().tick) * kFrameBytes);
        auto const b = static_cast<std::size_t>((tick - second.front().tick) * kFrameBytes);
        ASSERT_EQ(one.compare(a, kFrameBytes, two, b, kFrameBytes), 0) << "tick " << tick;
    }
}

TEST_F(MainJob, TheReportCountsEveryPlannedPlayAsComplete) {
    auto const begun = site.now();
    site.pass(Milliseconds(90'000), Milliseconds(1));
    // The plays that are on now will be cut by the stop: the count ends before the first of them.
    auto ended = site.now();
    auto const status = site.json({"status"});
    for (auto const& screen : status.at("items").as_array()) {
        auto const start = screen.at("expected").at("start").as_string();
        ended = std::min(ended, parseInstant(start.c_str()).value());
    }
    EXPECT_EQ(site.player("bar-1").stop(), 0) << site.player("bar-1").log();
    EXPECT_EQ(site.player("bar-2").stop(), 0);
    auto const report =
        site.json({"report", "plays", "--from", formatInstant(begun), "--to", formatInstant(ended),
                   "--by", "screen,asset", "--format", "json"});
    ASSERT_TRUE(report.is_object());
    std::int64_t complete = 0;
    for (auto const& row : report.at("rows").as_array()) {
        EXPECT_EQ(row.at("complete").as_int64(), row.at("planned").as_int64())
            << row.at("asset_name").as_string();
        EXPECT_EQ(row.at("failed").as_int64(), 0);
        EXPECT_EQ(row.at("other").as_int64(), 0);
        complete += row.at("complete").as_int64();
    }
    EXPECT_GE(complete, 22) << "two screens, ninety seconds, items of at most eight";
    auto const csv = site.tocsin({"report", "plays", "--from", formatInstant(begun), "--to",
                                  formatInstant(ended), "--format", "csv"});
    EXPECT_EQ(csv.code, 0);
    EXPECT_NE(csv.out.find("planned,complete,partial"), std::string::npos) << csv.out;
}

TEST_F(MainJob, AFilmThatMayNoLongerBeShownLeavesThePlanAtOnceButForTheFrozenHorizon) {
    auto const later = site.now() + std::chrono::minutes(3);
    auto const showsFire = [&] {
        auto const plan = site.plan("bar-1");
        return std::any_of(plan.begin(), plan.end(), [&](auto const& play) {
            return play.asset == "fire" && play.start >= later;
        });
    };
    ASSERT_TRUE(showsFire());
    auto const set = site.json({"media", "set", "fire", "--until", "2020-01-01"});
    EXPECT_EQ(set.at("usable_until"), "2020-01-01");
    EXPECT_FALSE(showsFire()) << "no time passed: nothing else planned anew";
    EXPECT_EQ(site.tocsin({"media", "set", "fire", "--no-until"}).code, 0);
    EXPECT_TRUE(showsFire());
}

TEST_F(MainJob, AStoppedProgramEndsCleanly) {
    EXPECT_EQ(site.player("bar-1").stop(), 0) << site.player("bar-1").log();
    EXPECT_EQ(site.controller().stop(), 0) << site.controller().log();
}

}  // namespace
}  // namespace tocsin::integration
