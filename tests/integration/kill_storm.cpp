// SPDX-License-Identifier: Apache-2.0
// Random kills, then the ledger against the recordings.
#include "kill_storm.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <map>
#include <random>

#include "campaigns.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::integration {
namespace {

constexpr std::int64_t kTickMs = 40;
std::string const kScreens[] = {"bar-1", "bar-2"};
// The clock runs ten times as fast as real time, and programs with sanitizers start slowly.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kLeastWhole = 3;
#else
constexpr int kLeastWhole = 10;
#endif

class Storm {
public:
    Storm(Site& site, std::uint32_t seed) : site_(site), random_(seed) {}

    /// Kills one program and brings back what nobody else brings back.
    void strike() {
        auto const& screen = kScreens[random_() % 2];
        switch (random_() % 3) {
            case 0:
                killEngine(screen);
                break;
            case 1:
                site_.player(screen).signal(SIGKILL);
                site_.player(screen).wait();
                site_.pass(between(0, 2'000), kPace);
                site_.startPlayer(screen);
                break;
            default:
                site_.controller().signal(SIGKILL);
                site_.controller().wait();
                site_.pass(between(0, 4'000), kPace);
                site_.startController();
                break;
        }
        ++strikes;
    }
    void wait() { site_.pass(between(2'000, 9'000), kPace); }
    int strikes = 0;

private:
    static constexpr Milliseconds kPace{4};  // ten times real time: a restart then costs seconds of
                                             // the site's time, as in the field

    Milliseconds between(int least, int most) {
        return Milliseconds(least +
                            static_cast<int>(random_() % static_cast<unsigned>(most - least + 1)));
    }
    void killEngine(std::string const& screen) {
        for (auto const child : site_.player(screen).children()) {
            ::kill(child, SIGKILL);
        }
    }

    Site& site_;
    std::mt19937 random_;
};

struct Shown {
    std::int64_t ticks = 0;
    std::int64_t planned = 0;
};

/// Ticks recorded of each planned play that has asset content.
std::map<std::string, Shown> shownPlays(Site const& site, std::string const& screen) {
    std::map<std::string, Shown> shown;
    for (auto const& tick : site.recording(screen)) {
        if (tick.play != "-") {
            ++shown[tick.play].ticks;
        }
    }
    for (auto const& play : site.plan(screen)) {
        if (auto const found = shown.find(play.id); found != shown.end()) {
            found->second.planned = (play.end - play.start).count() / kTickMs;
        }
    }
    return shown;
}

std::map<std::string, int> completePlays(store::Store& store, std::string const& screen) {
    std::map<std::string, int> complete;
    auto const read = store.read([&](store::Tx const& tx) -> Result<> {
        for (auto const& play :
             tx.ledger().plays(ScreenId(screen), fromMillis(0), fromMillis(1LL << 52), 1'000'000)) {
            if (play.record.result == messages::PlayResult::complete) {
                ++complete[play.record.playId.hex()];
            }
        }
        return {};
    });
    EXPECT_TRUE(read) << read.error().message;
    return complete;
}

void compare(std::map<std::string, Shown> const& shown, std::map<std::string, int> const& complete,
             std::string const& screen) {
    std::int64_t whole = 0;
    for (auto const& [id, play] : shown) {
        ASSERT_GT(play.planned, 0)
            << screen << " showed " << id << ", which the plan does not have";
        auto const found = complete.find(id);
        int const rows = found == complete.end() ? 0 : found->second;
        // One tick may be written and not yet counted, or the other way, when the kill falls
        // between the two.
        if (play.ticks * 100 >= play.planned * 98 + 100) {
            EXPECT_EQ(rows, 1) << screen << " showed " << play.ticks << " of " << play.planned
                               << " ticks of " << id;
            ++whole;
        }
        EXPECT_LE(rows, 1) << screen << ": " << id << " is in the ledger twice";
    }
    for (auto const& [id, rows] : complete) {
        auto const found = shown.find(id);
        ASSERT_NE(found, shown.end())
            << screen << ": the ledger has " << id << ", the recording does not";
        EXPECT_GE(found->second.ticks * 100 + 300, found->second.planned * 98)
            << screen << ": " << id << " was not shown whole";
    }
    std::printf("%s: %zu plays shown, %lld whole, %zu complete in the ledger\n", screen.c_str(),
                shown.size(), static_cast<long long>(whole), complete.size());
    EXPECT_GT(whole, kLeastWhole);
}

}  // namespace

void runKillStorm(TimeMode mode, Milliseconds duration, std::uint32_t seed) {
    Site site(mode);
    site.showFilmsAsTheyCome();
    ASSERT_NO_FATAL_FAILURE(site.startController());
    for (auto const& screen : kScreens) {
        ASSERT_NO_FATAL_FAILURE(site.addScreen(screen, "192x32", "text"));
    }
    ASSERT_NO_FATAL_FAILURE(releaseSafetyCampaign(site, "text"));
    for (auto const& screen : kScreens) {
        site.startPlayer(screen);
    }
    ASSERT_TRUE(site.allPlaying()) << site.player(kScreens[0]).log();

    Storm storm(site, seed);
    for (auto const ends = site.now() + duration;
         site.now() < ends && !testing::Test::HasFatalFailure();) {
        storm.wait();
        storm.strike();
    }
    std::printf("seed %u: %d kills\n", seed, storm.strikes);
    ASSERT_TRUE(site.allPlaying())
        << site.player(kScreens[0]).log() << site.player(kScreens[1]).log();
    site.pass(Milliseconds(5'000), Milliseconds(4));

    std::map<std::string, std::map<std::string, Shown>> shown;
    for (auto const& screen : kScreens) {
        EXPECT_EQ(site.player(screen).stop(), 0) << site.player(screen).log();
        shown[screen] = shownPlays(site, screen);
    }
    EXPECT_EQ(site.controller().stop(), 0) << site.controller().log();
    auto store = store::openSqliteStore(site.dir() / "controller", [] { return fromMillis(0); });
    ASSERT_TRUE(store) << store.error().message;
    for (auto const& screen : kScreens) {
        compare(shown[screen], completePlays(**store, screen), screen);
    }
}

}  // namespace tocsin::integration
