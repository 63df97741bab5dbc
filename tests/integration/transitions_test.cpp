// SPDX-License-Identifier: Apache-2.0
// More than a hundred transitions between items of all kinds, recorded raw: each output frame is
// the one that the timeline and the numbers burnt into the films ask for.
#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "support/media_samples.hpp"
#include "support/site.hpp"

namespace tocsin::integration {
namespace {

using namespace test;

constexpr int kWidth = 192, kHeight = 32;
constexpr std::size_t kFrameBytes = std::size_t{kWidth} * kHeight * 4;
constexpr std::int64_t kTicksASecond = 25;

FilmSpec film(std::string encoder, std::string suffix, int width, int height, int num, int den,
              int frames, int firstNumber) {
    FilmSpec spec;
    spec.encoder = std::move(encoder);
    spec.suffix = std::move(suffix);
    spec.width = width;
    spec.height = height;
    spec.fpsNum = num;
    spec.fpsDen = den;
    spec.frames = frames;
    spec.firstNumber = firstNumber;
    return spec;
}

/// Other sizes, codecs, containers and frame rates; numbers tell which film a frame is of.
std::map<std::string, FilmSpec> const& films() {
    static std::map<std::string, FilmSpec> const all{
        {"native", film("libx264", "mp4", 192, 32, 25, 1, 50, 0)},
        {"large", film("libx264", "mkv", 384, 64, 30'000, 1'001, 60, 100)},
        {"cinema", film("libvpx-vp9", "webm", 192, 32, 24'000, 1'001, 48, 200)},
        {"fast", film("libx264", "mp4", 192, 32, 60, 1, 120, 300)},
        {"fifty", film("libx265", "mp4", 384, 64, 50, 1, 100, 500)},
        {"old", film("mpeg4", "avi", 192, 32, 25, 1, 30, 700)}};
    return all;
}

std::vector<std::string> const kItems{"native", "large",  "poster", "cinema", "still",
                                      "fast",   "moving", "fifty",  "old"};

class Transitions : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_NO_FATAL_FAILURE(site.startController());
        ASSERT_NO_FATAL_FAILURE(site.addScreen("bar-1", "192x32", "text"));
        ASSERT_NO_FATAL_FAILURE(site.addScreen("bar-2", "192x32", "text"));
        for (auto const& [name, spec] : films()) {
            add(name, sampleFilm(spec));
        }
        add("poster", samplePicture("png", 384, 64));
    }
    void add(std::string const& name, std::filesystem::path const& file) {
        auto const added =
            site.tocsin({"media", "add", file.string(), "--handle", name, "--seconds", "2"});
        ASSERT_EQ(added.code, 0) << added.err;
    }
    void release(std::string const& id, std::vector<std::string> const& items) {
        std::string list;
        for (auto const& item : items) {
            list += (list.empty() ? "\"" : ", \"") + item + "\"";
        }
        std::string const slogans = items.size() > 1 ? R"([[slogan]]
name = "still"
text = "人人讲安全"
seconds = 2
[[slogan]]
name = "moving"
text = "个个会应急"
motion = "scroll-left"
pixels_per_second = 50
seconds = 2
)"
                                                     : "";
        site.release(
            id, "format = \"tocsin-campaign/1\"\nid = \"" + id + "\"\ntitle = \"" + id +
                    "\"\nclass = \"filler\"\nfrom = 2026-06-01\nto = 2026-06-01\nitems = [" + list +
                    "]\n[targets]\ntags = [\"text\"]\n" + slogans);
    }
    Site site;
};

class Recording {
public:
    Recording(Site const& site, std::string const& screen)
        : ticks_(site.recording(screen)), file_(site.raw(screen), std::ios::binary) {}
    [[nodiscard]] std::vector<RecordedTick> const& ticks() const { return ticks_; }
    media::Frame const& frame(std::size_t index) {
        file_.seekg(static_cast<std::streamoff>(index * kFrameBytes));
        file_.read(reinterpret_cast<char*>(frame_.pixels.data()), kFrameBytes);
        EXPECT_EQ(file_.gcount(), static_cast<std::streamsize>(kFrameBytes));
        return frame_;
    }

private:
    std::vector<RecordedTick> ticks_;
    std::ifstream file_;
    media::Frame frame_{kWidth, kHeight};
};

/// The number that a film shows so many ticks after its start: the frame on just before half a tick
/// later. Matroska rounds its time stamps to a millisecond, where `off` says which way.
int numberAfter(FilmSpec const& spec, std::int64_t ticks, std::int64_t off = 0) {
    constexpr std::int64_t kMicro = 1'000'000;
    auto const position = (2 * ticks + 1) * kMicro / (2 * kTicksASecond) - 1 + off;
    auto const frame = position * spec.fpsNum / (kMicro * spec.fpsDen);
    return spec.firstNumber + static_cast<int>(std::min<std::int64_t>(frame, spec.frames - 1));
}

bool isOn(int number, FilmSpec const& spec, std::int64_t ticks) {
    constexpr std::int64_t kHalfMilli = 500;
    bool const rounds = spec.suffix == "mkv" || spec.suffix == "webm";
    return number == numberAfter(spec, ticks) ||
           (rounds && (number == numberAfter(spec, ticks, kHalfMilli) ||
                       number == numberAfter(spec, ticks, -kHalfMilli)));
}

std::int64_t firstTickOf(Instant start) {
    return (toMillis(start) * kTicksASecond + 999) / 1000;
}

/// How many times one play followed another; every tick is checked.
int check(Recording& recording, std::vector<PlannedPlay> const& plan) {
    std::map<std::string, PlannedPlay> plays;
    for (auto const& play : plan) {
        plays[play.id] = play;
    }
    auto const& ticks = recording.ticks();
    int transitions = 0;
    std::size_t begun = 0;
    while (begun < ticks.size() && ticks[begun].play == "-") {
        ++begun;
    }
    for (std::size_t i = begun; i < ticks.size(); ++i) {
        if (i > begun) {
            EXPECT_EQ(ticks[i].tick, ticks[i - 1].tick + 1);
            transitions += ticks[i].play != ticks[i - 1].play ? 1 : 0;
        }
        auto const found = plays.find(ticks[i].play);
        if (found == plays.end()) {
            ADD_FAILURE() << "tick " << ticks[i].tick << " shows " << ticks[i].play;
            return transitions;
        }
        auto const& play = found->second;
        EXPECT_TRUE(play.start <= ticks[i].at && ticks[i].at < play.end);
        auto const number = numberIn(recording.frame(i));
        if (auto const film = films().find(play.asset); film != films().end()) {
            auto const after = ticks[i].tick - firstTickOf(play.start);
            EXPECT_TRUE(isOn(number, film->second, after))
                << play.asset << " shows " << number << " instead of "
                << numberAfter(film->second, after) << " at " << formatInstant(ticks[i].at);
        } else if (play.asset == "poster") {
            EXPECT_EQ(number, 0);  // its bars are all black
        }
        if (testing::Test::HasFailure()) {
            return transitions;
        }
    }
    return transitions;
}

TEST_F(Transitions, OfEveryKindLoseRepeatAndBlackenNoFrame) {
    release("mixed", kItems);
    site.startPlayer("bar-1");
    ASSERT_TRUE(site.allPlaying()) << site.player("bar-1").log();
    site.pass(Milliseconds(95'000), Milliseconds(1));
    site.startPlayer("bar-2");  // later, and yet in step
    ASSERT_TRUE(site.allPlaying()) << site.player("bar-2").log();
    site.pass(Milliseconds(110'000), Milliseconds(1));
    EXPECT_EQ(site.player("bar-1").stop(), 0);
    EXPECT_EQ(site.player("bar-2").stop(), 0);
    auto const plan = site.plan("bar-1");
    Recording first(site, "bar-1");
    Recording second(site, "bar-2");
    EXPECT_GE(check(first, plan), 100);
    EXPECT_GE(check(second, plan), 50);
    auto const begin = second.ticks().front().tick;
    std::size_t same = 0;
    for (std::size_t i = 0; i < second.ticks().size(); ++i) {
        auto const other = static_cast<std::size_t>(begin - first.ticks().front().tick) + i;
        if (second.ticks()[i].play != "-" && other < first.ticks().size()) {
            auto const one = first.frame(other).pixels;
            ASSERT_EQ(one, second.frame(i).pixels) << "tick " << second.ticks()[i].tick;
            ++same;
        }
    }
    EXPECT_GT(same, 2'500U);
}

TEST_F(Transitions, OfOneFilmThatLoopsLeaveNoGap) {
    release("loop", {"native"});
    site.startPlayer("bar-1");
    ASSERT_TRUE(site.allPlaying()) << site.player("bar-1").log();
    site.pass(Milliseconds(30'000), Milliseconds(1));
    Recording recording(site, "bar-1");
    EXPECT_GE(check(recording, site.plan("bar-1")), 14);
}

}  // namespace
}  // namespace tocsin::integration
