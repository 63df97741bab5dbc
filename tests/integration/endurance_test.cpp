// SPDX-License-Identifier: Apache-2.0
// Two thousand mixed transitions of the real player under overlays and cross-fades (./dev soak):
// every frame is the right one, and the process is no bigger afterwards.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "numbered_items.hpp"

namespace tocsin::integration {
namespace {

using namespace test;

constexpr Milliseconds kCrossFade{200};
constexpr int kTransitions = 2'000, kWarmUp = 100;

/// What a process holds, from /proc.
struct Holding {
    double anonymousKb = 0;
    std::int64_t descriptors = 0, threads = 0;
};

double statusNumber(pid_t pid, std::string const& field) {
    std::ifstream in("/proc/" + std::to_string(pid) + "/status");
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with(field + ":")) {
            return std::stod(line.substr(field.size() + 1));
        }
    }
    ADD_FAILURE() << "process " << pid << " is gone or has no " << field;
    return 0;
}

Holding holdingOf(pid_t pid) {
    std::filesystem::directory_iterator const files("/proc/" + std::to_string(pid) + "/fd");
    return {statusNumber(pid, "RssAnon"), std::distance(begin(files), end(files)),
            static_cast<std::int64_t>(statusNumber(pid, "Threads"))};
}

/// Of several looks, since items come and go: memory on average, the rest at most.
struct Peak {
    double anonymousKb = 0;
    std::int64_t descriptors = 0, threads = 0;
    int looks = 0;
    void look(Holding const& held) {
        anonymousKb += (held.anonymousKb - anonymousKb) / (looks + 1);
        descriptors = std::max(descriptors, held.descriptors);
        threads = std::max(threads, held.threads);
        ++looks;
    }
};

class Endurance : public testing::Test {
protected:
    void SetUp() override {
        site.showFilmsAsTheyCome();
        ASSERT_NO_FATAL_FAILURE(site.startController());
        ASSERT_NO_FATAL_FAILURE(site.addScreen("bar", "192x32", "text"));
        ASSERT_NO_FATAL_FAILURE(addNumberedMedia(site));
        ASSERT_NO_FATAL_FAILURE(releaseItems(site, "mixed", mixedItems()));
    }
    /// The content is fetched; from now on there are overlays and cross-fades too.
    void startAmended() {
        site.startPlayer("bar");
        ASSERT_TRUE(site.allPlaying()) << site.player("bar").log();
        ASSERT_EQ(site.player("bar").stop(), 0) << site.player("bar").log();
        site.amendManifest("bar", [this](messages::Manifest& manifest) { overlay(manifest); });
        site.clearRecording("bar");
        site.startPlayer("bar");
        ASSERT_TRUE(site.passUntil([this] { return site.recording("bar").size() > 50; }))
            << site.player("bar").log();
    }
    /// All of them leave the frame numbers in the upper half free.
    void overlay(messages::Manifest& manifest) const {
        manifest.display.crossFade = kCrossFade;
        manifest.display.gammaPercent = 110;
        auto const from = site.now() - Milliseconds(60'000);
        auto const to = from + std::chrono::hours(12);
        for (auto const& asset : manifest.assets) {
            if (asset.name == "poster") {
                manifest.overlays.push_back({asset.content.asset, from, to, 176, 16, 16, 8, 60});
            } else if (asset.name == "moving") {
                manifest.overlays.push_back({asset.content.asset, from, to, 0, 20, 160, 12, 80});
            } else if (asset.name == "still") {
                // Comes and goes every minute.
                for (auto at = from; at < to; at += Milliseconds(120'000)) {
                    manifest.overlays.push_back(
                        {asset.content.asset, at, at + Milliseconds(60'000), 20, 17, 64, 14, 100});
                }
            }
        }
    }
    [[nodiscard]] pid_t engine() {
        auto const children = site.player("bar").children();
        return children.empty() ? 0 : children.front();
    }
    /// Plays and checks until so many transitions were seen, a look at the process after each.
    void play(FrameCheck& check, int upTo, Peak& peak) {
        constexpr Milliseconds kPart{2'000}, kToClose{25};
        while (check.transitions() < upTo && !testing::Test::HasFailure()) {
            site.pass(kPart);
            // Items go in real time, of which the site's is a fraction.
            pause(kToClose);
            ASSERT_GT(engine(), 0) << site.player("bar").log();
            peak.look(holdingOf(engine()));
            Recording part(site, "bar");
            check.see(part);
            site.clearRecording("bar");
        }
    }
    /// Returns what was held at most in a hundred transitions after the first hundred, and in the
    /// last hundred.
    std::pair<Peak, Peak> playAll() {
        FrameCheck check(site.plan("bar"), kCrossFade);
        Peak warming, early, middle, late;
        play(check, kWarmUp, warming);
        play(check, 2 * kWarmUp, early);
        play(check, kTransitions, middle);
        play(check, kTransitions + kWarmUp, late);
        std::printf(
            "%d transitions, %lld ticks; anonymous %.0f KB then %.0f KB, descriptors %lld then "
            "%lld, threads %lld then %lld\n",
            check.transitions(), static_cast<long long>(check.ticksSeen()), early.anonymousKb,
            late.anonymousKb, static_cast<long long>(early.descriptors),
            static_cast<long long>(late.descriptors), static_cast<long long>(early.threads),
            static_cast<long long>(late.threads));
        EXPECT_GE(check.transitions(), kTransitions);
        // One item more may have been about to close or to open at a look.
        constexpr std::int64_t kOneItem = 3;
        EXPECT_LE(late.descriptors, early.descriptors + kOneItem);
        EXPECT_LE(late.threads, early.threads + kOneItem);
        return {early, late};
    }
    Site site;
};

TEST_F(Endurance, TwoThousandMixedTransitionsShowEveryFrameAndGrowByLessThanTwoKilobytesEach) {
    ASSERT_NO_FATAL_FAILURE(startAmended());
    auto const [early, late] = playAll();
    auto const growth = (late.anonymousKb - early.anonymousKb) / kTransitions;
    // The bench takes its figures from here.
    RecordProperty("growth_kb_a_transition", std::to_string(growth));
    RecordProperty("transitions", kTransitions);
    RecordProperty("early_kb", static_cast<int>(early.anonymousKb));
    RecordProperty("late_kb", static_cast<int>(late.anonymousKb));
    EXPECT_LE(growth, 2.0);
    EXPECT_EQ(site.player("bar").stop(), 0) << site.player("bar").log();
}

TEST_F(Endurance, TwoThousandMixedTransitionsUnderAddressSanitizerFindNothing) {
    auto const* program = std::getenv("TOCSIN_SANITIZED_PLAYER");
    if (program == nullptr) {
        GTEST_SKIP() << "TOCSIN_SANITIZED_PLAYER names no tocsin-player-controlled of the asan "
                        "preset; ./dev soak builds one";
    }
    site.setPlayerProgram(program);
    ASSERT_NO_FATAL_FAILURE(startAmended());
    playAll();
    EXPECT_EQ(site.player("bar").stop(), 0);
    auto const log = site.player("bar").log();
    for (auto const* finding : {"AddressSanitizer", "LeakSanitizer", "runtime error:"}) {
        EXPECT_EQ(log.find(finding), std::string::npos) << log;
    }
}

}  // namespace
}  // namespace tocsin::integration
