// SPDX-License-Identifier: Apache-2.0
// Films that crash the player, files that spoil on its disk, engines that are killed: the show goes
// on, and it is said what was wrong.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <csignal>
#include <fstream>

#include "campaigns.hpp"
#include "tocsin/vocabulary/digest.hpp"

namespace tocsin::integration {
namespace {

constexpr int kWidth = 192, kHeight = 32;

class Watchdogs : public testing::Test {
protected:
    void SetUp() override {
        site.showFilmsAsTheyCome();
        ASSERT_NO_FATAL_FAILURE(site.startController());
        ASSERT_NO_FATAL_FAILURE(site.addScreen("bar", "192x32", "text"));
        ASSERT_NO_FATAL_FAILURE(releaseSafetyCampaign(site, "text"));
    }
    void TearDown() override { ::unsetenv("TOCSIN_TEST_CRASHING"); }

    /// The controller's status of the screen has a finding with these words.
    [[nodiscard]] bool reports(std::string const& words) {
        auto const status = site.json({"status"});
        if (!status.is_object()) {
            return false;
        }
        auto const& findings = status.at("items").as_array().at(0).at("findings").as_array();
        return std::any_of(findings.begin(), findings.end(), [&](auto const& finding) {
            return std::string(finding.as_string()).find(words) != std::string::npos;
        });
    }
    /// The asset whose colour a tick shows; empty: none's.
    [[nodiscard]] std::string shownAt(std::size_t tick) {
        auto const corner = pixelOf(site.raw("bar"), kWidth, kHeight, tick, 0, 0);
        auto const& colours = assetColours();
        auto const known = std::find_if(colours.begin(), colours.end(),
                                        [&](auto const& one) { return near(corner, one.second); });
        return known == colours.end() ? "" : known->first;
    }
    /// The engine of this number runs, and has something on.
    [[nodiscard]] bool engineShows(int number) {
        auto const started = "engine_start=" + std::to_string(number);
        if (!site.passUntil(
                [&] { return site.player("bar").log().find(started) != std::string::npos; })) {
            return false;
        }
        auto const before = site.recording("bar").size();
        return site.passUntil([&] {
            auto const ticks = site.recording("bar").size();
            return ticks > before && !shownAt(ticks - 1).empty();
        });
    }
    /// Every tick from `begin` on shows the colour of some asset, none is left out; how many show
    /// that of `asset`.
    int expectNoBlack(Instant begin, std::string const& asset) {
        auto const ticks = site.recording("bar");
        int shown = 0;
        for (std::size_t i = 0; i < ticks.size(); ++i) {
            if (ticks[i].at < begin) {
                continue;
            }
            auto const there = shownAt(i);
            EXPECT_NE(there, "") << "black at " << formatInstant(ticks[i].at);
            if (there.empty()) {
                return -1;
            }
            shown += there == asset ? 1 : 0;
        }
        return shown;
    }
    /// They lie whole on the player's disk; a player that crashes may not live to say so.
    [[nodiscard]] bool hasFetched(std::vector<std::string> const& assets) {
        return std::all_of(assets.begin(), assets.end(), [&](auto const& asset) {
            return std::filesystem::exists(cached(asset));
        });
    }
    [[nodiscard]] std::filesystem::path cached(std::string const& asset) {
        auto const shown = site.json({"media", "show", asset});
        return site.dir() / "player-bar" / "cache" / std::string(shown.at("rendition").as_string());
    }
    Site site;
};

TEST_F(Watchdogs, AFilmThatCrashedThePlayerTwiceIsPutAsideReportedAndFilledInFor) {
    ::setenv("TOCSIN_TEST_CRASHING", "power", 1);
    site.startPlayer("bar");
    ASSERT_TRUE(site.passUntil([&] {
        return reports(
            "power is not shown (quarantined: crashed the player 2 times, last with "
            "SIGSEGV)");
    })) << site.player("bar").log();
    // It crashed as soon as its first film had come; what fills in comes after that.
    ASSERT_TRUE(site.passUntil([&] {
        return hasFetched({"theme", "poster", "fire"});
    })) << site.player("bar").log();
    ASSERT_TRUE(engineShows(3)) << site.player("bar").log();
    site.pass(Milliseconds(2'000));
    auto const since = site.now();
    site.pass(Milliseconds(30'000), Milliseconds(1));
    EXPECT_EQ(expectNoBlack(since, "power"), 0);
    EXPECT_GT(expectNoBlack(since, "fire"), 100);
    auto const log = site.player("bar").log();
    EXPECT_NE(log.find("event=play-failed asset=\"power\" reason=\"quarantined: "),
              std::string::npos)
        << log;
    // It was opened twice and never again.
    EXPECT_NE(log.find("event=engine-ended code=139 start=2"), std::string::npos);
    EXPECT_EQ(log.find("event=engine-ended code=139 start=3"), std::string::npos) << log;

    // A person has it tried again.
    EXPECT_EQ(site.player("bar").stop(), 0);
    ::unsetenv("TOCSIN_TEST_CRASHING");
    site.startPlayer("bar", {"--lift-quarantine"});
    ASSERT_TRUE(site.allPlaying()) << site.player("bar").log();
    auto const lifted = site.now();
    site.pass(Milliseconds(45'000), Milliseconds(1));
    EXPECT_GT(expectNoBlack(lifted, "power"), 50);
}

TEST_F(Watchdogs, AFilmDamagedWhileItPlaysIsFetchedAgainAndTheShowGoesOn) {
    site.startPlayer("bar");
    ASSERT_TRUE(site.allPlaying()) << site.player("bar").log();
    auto const since = site.now();
    auto const file = cached("fire");
    ASSERT_TRUE(std::filesystem::exists(file)) << file;
    auto const whole = test::readFile(file);
    {
        std::fstream out(file, std::ios::binary | std::ios::in | std::ios::out);
        out << std::string(whole.size(), '\0');
    }
    ASSERT_TRUE(site.passUntil([&] { return reports("damaged on this player's disk"); }))
        << site.player("bar").log();
    ASSERT_TRUE(site.passUntil([&] { return test::readFile(file) == whole; }));
    auto const again = site.now();
    site.pass(Milliseconds(45'000), Milliseconds(1));
    EXPECT_GE(expectNoBlack(since, "fire"), 0);
    EXPECT_GT(expectNoBlack(again, "fire"), 100);
}

TEST_F(Watchdogs, FilesDamagedBetweenTwoRunsAreFoundOnStartAndFetchedAgain) {
    site.startPlayer("bar");
    ASSERT_TRUE(site.allPlaying()) << site.player("bar").log();
    EXPECT_EQ(site.player("bar").stop(), 0);
    auto const poster = cached("poster");
    auto const whole = test::readFile(poster);
    {
        std::fstream out(poster, std::ios::binary | std::ios::in | std::ios::out);
        out.seekp(static_cast<std::streamoff>(whole.size() / 2));
        out << std::string(8, '\x55');
    }
    site.startPlayer("bar");
    ASSERT_TRUE(site.passUntil([&] {
        return test::readFile(poster) == whole &&
               site.player("bar").log().find("event=content-checked") != std::string::npos;
    })) << site.player("bar").log();
    // By the check or by who wanted to show it, whichever came first.
    EXPECT_NE(site.player("bar").log().find("event=content-damaged"), std::string::npos);
    EXPECT_TRUE(site.passUntil([&] { return reports("damaged on this player's disk (1 since"); }));
}

TEST_F(Watchdogs, AKilledEngineIsBackAtTheRightFrameWithinTwoSeconds) {
    constexpr std::int64_t kMostLost = 50;  // ticks of 40 ms
    site.startPlayer("bar");
    ASSERT_TRUE(site.allPlaying()) << site.player("bar").log();
    for (int round = 0; round < 3; ++round) {
        auto const before = site.recording("bar").size();
        for (auto const engine : site.player("bar").children()) {
            ::kill(engine, SIGKILL);
        }
        // A third of real time's pace, so that a busy computer does not decide the outcome.
        for (int i = 0; i < 200 && site.recording("bar").size() < before + 25; ++i) {
            site.pass(Milliseconds(40), Milliseconds(120));
        }
        ASSERT_GE(site.recording("bar").size(), before + 25) << site.player("bar").log();
        auto const ticks = site.recording("bar");
        auto const plan = site.plan("bar");
        std::int64_t longest = 0;
        for (std::size_t i = before; i < ticks.size(); ++i) {
            longest = std::max(longest, ticks[i].tick - ticks[i - 1].tick);
        }
        std::printf("round %d: %lld ticks from the last frame to the first\n", round,
                    static_cast<long long>(longest));
        EXPECT_LE(longest, kMostLost);
        // The frames after it are those of the play that is on then.
        auto const& last = ticks.back();
        auto const play = std::find_if(plan.begin(), plan.end(),
                                       [&](auto const& one) { return one.id == last.play; });
        ASSERT_NE(play, plan.end());
        EXPECT_TRUE(play->start <= last.at && last.at < play->end);
    }
}

}  // namespace
}  // namespace tocsin::integration
