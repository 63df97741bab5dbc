// SPDX-License-Identifier: Apache-2.0
// Films and pictures of other people, if there are any beside the repository: each goes through the
// probe and the player, and no frame of it is repeated.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <sstream>

#include "numbered_items.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::integration {
namespace {

using namespace test;

constexpr int kWidth = 320, kHeight = 180;

std::filesystem::path samples() {
    auto const* named = std::getenv("TOCSIN_SAMPLES");
    return named != nullptr ? named : TOCSIN_SAMPLES;
}

std::vector<std::filesystem::path> sampleFiles() {
    std::set<std::string> const known{".mp4", ".mkv", ".webm", ".jpg", ".png"};
    std::vector<std::filesystem::path> out;
    std::error_code missing;
    for (auto const& entry : std::filesystem::directory_iterator(samples(), missing)) {
        if (known.contains(entry.path().extension())) {
            out.push_back(entry.path());
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

bool isPicture(std::filesystem::path const& file) {
    return file.extension() == ".jpg" || file.extension() == ".png";
}

/// How many of a film's own frames differ from the one before, by ffmpeg's account.
std::int64_t changesInside(std::filesystem::path const& film) {
    auto const ended =
        run({"/usr/bin/ffmpeg", "-nostdin", "-v", "error", "-i", film.string(), "-an", "-vf",
             "scale=" + std::to_string(kWidth) + ":-2", "-f", "framemd5", "-"});
    EXPECT_EQ(ended.code, 0) << ended.err;
    std::istringstream lines(ended.out);
    std::string last;
    std::int64_t changes = 0;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with('#')) {
            continue;
        }
        auto const hash = line.substr(line.rfind(' ') + 1);
        changes += !last.empty() && hash != last ? 1 : 0;
        last = hash;
    }
    return changes;
}

class SampleFilms : public testing::Test {
protected:
    void SetUp() override {
        if (sampleFiles().empty()) {
            GTEST_SKIP() << "no films in " << samples().string()
                         << "; TOCSIN_SAMPLES may name a folder with some";
        }
        site.showFilmsAsTheyCome();
        ASSERT_NO_FATAL_FAILURE(site.startController());
        ASSERT_NO_FATAL_FAILURE(site.addScreen("hall", "320x180", "hall"));
        std::string list;
        for (auto const& file : sampleFiles()) {
            auto const name = file.stem().string();
            auto const added =
                site.tocsin({"media", "add", file.string(), "--handle", name, "--seconds", "2"});
            ASSERT_EQ(added.code, 0) << name << ": " << added.err;
            list += (list.empty() ? "\"" : ", \"") + name + "\"";
        }
        site.release("samples",
                     "format = \"tocsin-campaign/1\"\nid = \"samples\"\ntitle = \"样片\"\nclass = "
                     "\"filler\"\nfrom = 2026-06-01\nto = 2026-06-01\nitems = [" +
                         list + "]\n[targets]\ntags = [\"hall\"]\n");
        site.startPlayer("hall");
        ASSERT_TRUE(site.allPlaying()) << site.player("hall").log();
    }
    /// The first whole play of each item: how many ticks it had, and how many of them changed.
    struct Shown {
        std::string id;
        std::int64_t ticks = 0, changes = 0;
        bool black = false;
    };
    std::map<std::string, Shown> watch() {
        std::map<std::string, PlannedPlay> plays;
        for (auto const& play : site.plan("hall")) {
            plays[play.id] = play;
        }
        std::map<std::string, Shown> first;
        media::Frame before(kWidth, kHeight);
        auto const everyItem = sampleFiles().size();
        // The play that is on was joined late, perhaps; the one after the last item closes it.
        for (int i = 0; i < 600 && first.size() < everyItem + 1; ++i) {
            site.pass(Milliseconds(1'000));
            Recording part(site, "hall", kWidth, kHeight);
            for (std::size_t k = 0; k < part.ticks().size(); ++k) {
                auto const& tick = part.ticks()[k];
                auto const& frame = part.frame(k);
                auto const found = plays.find(tick.play);
                if (found != plays.end() && found->second.start >= begun) {
                    auto& [id, ticks, changes, black] = first[found->second.asset];
                    if (id.empty()) {
                        id = tick.play;
                    }
                    if (id == tick.play) {
                        changes += ticks > 0 && frame.pixels != before.pixels ? 1 : 0;
                        black = black || isBlack(frame);
                        ++ticks;
                    } else if (first.size() == everyItem) {
                        site.clearRecording("hall");
                        return first;  // all around
                    }
                }
                before.pixels = frame.pixels;
            }
            site.clearRecording("hall");
        }
        ADD_FAILURE() << "not every sample was shown\n" << site.player("hall").log();
        return first;
    }
    static bool isBlack(media::Frame const& frame) {
        return std::all_of(frame.pixels.begin(), frame.pixels.end(),
                           [](std::uint8_t byte) { return byte == 0 || byte == 255; });
    }
    Site site;
    Instant begun = site.now() + Milliseconds(30'000);
};

TEST_F(SampleFilms, PlayWholeWithNoFrameRepeatedAndNoneBlack) {
    auto const shown = watch();
    EXPECT_EQ(site.player("hall").stop(), 0) << site.player("hall").log();
    for (auto const& file : sampleFiles()) {
        auto const name = file.stem().string();
        auto const found = shown.find(name);
        ASSERT_NE(found, shown.end()) << name << " was not shown";
        auto const& one = found->second;
        EXPECT_FALSE(one.black) << name;
        if (isPicture(file)) {
            EXPECT_EQ(one.ticks, 50) << name;
            EXPECT_EQ(one.changes, 0) << name;
            continue;
        }
        auto const due = std::min(changesInside(file), one.ticks - 1);
        std::printf("%s: %lld ticks, %lld changes of %lld\n", name.c_str(),
                    static_cast<long long>(one.ticks), static_cast<long long>(one.changes),
                    static_cast<long long>(due));
        // Scaling may make two frames alike that differ in a few pixels.
        EXPECT_GE(one.changes * 100, due * 97) << name;
    }

    // What the player says of the same plays.
    EXPECT_EQ(site.controller().stop(), 0) << site.controller().log();
    auto store = store::openSqliteStore(site.dir() / "controller", [] { return fromMillis(0); });
    ASSERT_TRUE(store) << store.error().message;
    std::size_t rows = 0;
    auto const read = (*store)->read([&](store::Tx const& tx) -> Result<> {
        for (auto const& play :
             tx.ledger().plays(ScreenId("hall"), fromMillis(0), fromMillis(1LL << 52), 1'000'000)) {
            auto const& record = play.record;
            for (auto const& [name, one] : shown) {
                if (one.id == record.playId.hex()) {
                    EXPECT_EQ(record.result, messages::PlayResult::complete) << name;
                    EXPECT_EQ(record.framesRepeated, 0) << name;
                    EXPECT_EQ(record.framesShown, one.ticks) << name;
                    ++rows;
                }
            }
        }
        return {};
    });
    EXPECT_TRUE(read) << read.error().message;
    EXPECT_EQ(rows, shown.size());
}

}  // namespace
}  // namespace tocsin::integration
