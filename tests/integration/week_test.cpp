// SPDX-License-Identifier: Apache-2.0
// A week without controller and network, in compressed time (./dev soak): the screen keeps to its
// plan on every tick while its clock is stepped, and every play arrives once.
#include <gtest/gtest.h>

#include <algorithm>

#include "numbered_items.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::integration {
namespace {

using namespace test;

// One frame a second, so that a week passes in minutes; plays of a minute.
constexpr int kWidth = 40, kHeight = 16;
constexpr Milliseconds kSecond{1'000}, kMinute{60'000};
constexpr std::chrono::hours kDay{24};

FilmSpec minuteFilm() {
    FilmSpec spec;
    spec.width = kWidth;
    spec.height = kHeight;
    spec.fpsNum = 1;
    spec.frames = 60;
    spec.firstNumber = 300;
    return spec;
}

std::uintmax_t bytesIn(std::filesystem::path const& folder) {
    std::uintmax_t bytes = 0;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(folder)) {
        bytes += entry.is_regular_file() ? entry.file_size() : 0;
    }
    return bytes;
}

class Week : public testing::Test {
protected:
    struct Seen {
        PlannedPlay play;
        std::int64_t ticks = 0;
    };

    void SetUp() override {
        site.setTick(kSecond);
        site.showFilmsAsTheyCome();
        ASSERT_NO_FATAL_FAILURE(site.startController());
        ASSERT_NO_FATAL_FAILURE(site.addScreen("post", "40x16", "text"));
        add("drill", sampleFilm(minuteFilm()));
        add("poster", samplePicture("png", kWidth, kHeight));
        site.release("week", R"(format = "tocsin-campaign/1"
id = "week"
title = "安全生产月"
class = "filler"
from = 2026-05-30
to = 2026-06-20
items = ["drill", "poster", "motto", "drill", "ticker"]
[targets]
tags = ["text"]
[[slogan]]
name = "motto"
text = "安"
seconds = 60
[[slogan]]
name = "ticker"
text = "全"
motion = "scroll-left"
pixels_per_second = 5
seconds = 60
)");
        site.startPlayer("post", {"--fps", "1"});
        ASSERT_TRUE(site.allPlaying()) << site.player("post").log();
        for (int day = 0; day < 9; ++day) {
            for (auto const& play : site.plan("post", site.now() + day * kDay)) {
                seen[play.id] = {play};
            }
        }
        site.clearRecording("post");
    }
    void add(std::string const& name, std::filesystem::path const& file) {
        auto const added =
            site.tocsin({"media", "add", file.string(), "--handle", name, "--seconds", "60"});
        ASSERT_EQ(added.code, 0) << added.err;
    }
    /// Every tick follows the one before, belongs to the play that is planned then, and if that is
    /// the film shows the frame that is due.
    void check() {
        Recording part(site, "post", kWidth, kHeight);
        for (std::size_t i = 0; i < part.ticks().size(); ++i) {
            auto const& tick = part.ticks()[i];
            ASSERT_TRUE(!lastTick || tick.tick == *lastTick + 1)
                << tick.tick << " after " << *lastTick << " at " << formatInstant(tick.at);
            lastTick = tick.tick;
            auto const found = seen.find(tick.play);
            ASSERT_NE(found, seen.end())
                << tick.play << " is on at " << formatInstant(tick.at) << "\n"
                << site.player("post").log();
            auto& [play, ticks] = found->second;
            ASSERT_TRUE(play.start <= tick.at && tick.at < play.end) << formatInstant(tick.at);
            ++ticks;
            if (play.asset == "drill") {
                auto const after = tick.tick - (toMillis(play.start) + 999) / 1000;
                ASSERT_TRUE(isOn(numberIn(part.frame(i)), minuteFilm(), after, 1))
                    << numberIn(part.frame(i)) << " after " << after << " s";
            }
        }
        site.clearRecording("post");
    }
    void pass(Milliseconds duration) {
        constexpr Milliseconds kPart = std::chrono::hours(6);
        for (auto left = duration; left > Milliseconds{0}; left -= kPart) {
            site.pass(std::min(left, kPart));
            ASSERT_NO_FATAL_FAILURE(check());
            mostJournal = std::max(mostJournal, bytesIn(site.playerData("post") / "journal"));
        }
    }
    /// Plays of the ledger that are complete, by id.
    std::map<std::string, int> ledger() {
        std::map<std::string, int> complete;
        auto store =
            store::openSqliteStore(site.dir() / "controller", [] { return fromMillis(0); });
        EXPECT_TRUE(store) << store.error().message;
        auto const read = (*store)->read([&](store::Tx const& tx) -> Result<> {
            for (auto const& play : tx.ledger().plays(ScreenId("post"), fromMillis(0),
                                                      fromMillis(1LL << 52), 1'000'000)) {
                if (play.record.result == messages::PlayResult::complete) {
                    ++complete[play.record.playId.hex()];
                }
            }
            return {};
        });
        EXPECT_TRUE(read) << read.error().message;
        return complete;
    }
    Site site;
    std::map<std::string, Seen> seen;
    std::optional<std::int64_t> lastTick;
    std::uintmax_t mostJournal = 0;
};

TEST_F(Week, WithoutControllerAndNetworkThePlayerKeepsToItsPlanAndEveryPlayArrivesOnce) {
    auto const begun = site.now();
    site.controller().signal(SIGKILL);
    site.controller().wait();
    ASSERT_NO_FATAL_FAILURE(pass(2 * kDay));
    site.stepWallClock(std::chrono::hours(1));
    ASSERT_NO_FATAL_FAILURE(pass(2 * kDay));
    site.stepWallClock(-2 * std::chrono::hours(1));
    ASSERT_NO_FATAL_FAILURE(pass(2 * kDay));
    site.stepWallClock(std::chrono::hours(1));
    ASSERT_NO_FATAL_FAILURE(pass(1 * kDay));
    auto const ended = site.now();

    ASSERT_NO_FATAL_FAILURE(site.startController());
    std::int64_t planned = 0;
    std::int64_t complete = -1;
    ASSERT_TRUE(site.passUntil(
        [&] {
            auto const total =
                site.json({"report", "plays", "--from", formatInstant(begun + kMinute), "--to",
                           formatInstant(ended - kMinute), "--by", "screen", "--format", "json"})
                    .at("total");
            planned = total.at("planned").as_int64();
            complete = total.at("complete").as_int64();
            return planned > 0 && complete >= planned;
        },
        std::chrono::minutes(30)))
        << "planned " << planned << ", complete " << complete << "\n"
        << site.player("post").log();
    ASSERT_NO_FATAL_FAILURE(check());
    EXPECT_EQ(complete, planned);
    EXPECT_EQ(site.player("post").stop(), 0) << site.player("post").log();
    EXPECT_EQ(site.controller().stop(), 0) << site.controller().log();

    auto const rows = ledger();
    std::int64_t whole = 0;
    for (auto const& [id, one] : seen) {
        auto const length = (one.play.end - one.play.start) / kSecond;
        auto const found = rows.find(id);
        if (one.ticks == length && one.play.end < ended) {
            ++whole;
            EXPECT_TRUE(found != rows.end() && found->second == 1)
                << id << " at " << formatInstant(one.play.start) << " was shown whole";
        } else if (one.ticks == 0) {
            EXPECT_TRUE(found == rows.end() || one.play.start < begun) << id << " was never shown";
        }
    }
    EXPECT_GE(whole, 7 * 24 * 60 - 2);
    std::printf("%lld plays shown whole, %lld planned, %lld complete; journal at most %ju bytes\n",
                static_cast<long long>(whole), static_cast<long long>(planned),
                static_cast<long long>(complete), mostJournal);
    EXPECT_LT(mostJournal, 20'000'000U);
}

}  // namespace
}  // namespace tocsin::integration
