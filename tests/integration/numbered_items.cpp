// SPDX-License-Identifier: Apache-2.0
// Makes the media, and reads the numbers back.
#include "numbered_items.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tocsin::integration {

using namespace test;
namespace {

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

int numberAfter(FilmSpec const& spec, std::int64_t ticks, std::int64_t ticksASecond,
                std::int64_t off = 0) {
    constexpr std::int64_t kMicro = 1'000'000;
    auto const position = (2 * ticks + 1) * kMicro / (2 * ticksASecond) - 1 + off;
    auto const frame = position * spec.fpsNum / (kMicro * spec.fpsDen);
    return spec.firstNumber + static_cast<int>(std::min<std::int64_t>(frame, spec.frames - 1));
}

/// A film stands whole in the middle of the screen.
int numberOf(FilmSpec const& spec, media::Frame const& frame) {
    auto const width = std::min(frame.width, frame.height * spec.width / spec.height);
    auto const height = std::min(frame.height, frame.width * spec.height / spec.width);
    return numberIn(frame, (frame.width - width) / 2, (frame.height - height) / 2, width, height);
}

std::int64_t firstTickOf(Instant start) {
    return (toMillis(start) * kTicksASecond + 999) / 1000;
}

void add(Site& site, std::string const& name, std::filesystem::path const& file) {
    auto const added =
        site.tocsin({"media", "add", file.string(), "--handle", name, "--seconds", "2"});
    ASSERT_EQ(added.code, 0) << added.err;
}

}  // namespace

std::map<std::string, FilmSpec> const& numberedFilms() {
    static std::map<std::string, FilmSpec> const all{
        {"native", film("libx264", "mp4", 192, 32, 25, 1, 50, 0)},
        {"large", film("libx264", "mkv", 384, 64, 30'000, 1'001, 60, 100)},
        {"cinema", film("libvpx-vp9", "webm", 192, 32, 24'000, 1'001, 48, 200)},
        {"fast", film("libx264", "mp4", 192, 32, 60, 1, 120, 300)},
        {"fifty", film("libx265", "mp4", 384, 64, 50, 1, 100, 500)},
        {"old", film("mpeg4", "avi", 192, 32, 25, 1, 30, 700)},
        {"wide", film("libvpx", "webm", 640, 360, 30, 1, 60, 760)},
        {"newest", film("libaom-av1", "mp4", 192, 32, 25, 1, 50, 850)}};
    return all;
}

std::vector<std::string> const& mixedItems() {
    static std::vector<std::string> const items{"native", "large", "poster", "cinema",
                                                "still",  "fast",  "wide",   "moving",
                                                "fifty",  "old",   "newest"};
    return items;
}

void addNumberedMedia(Site& site) {
    for (auto const& [name, spec] : numberedFilms()) {
        add(site, name, sampleFilm(spec));
    }
    add(site, "poster", samplePicture("png", 384, 64));
}

void releaseItems(Site& site, std::string const& id, std::vector<std::string> const& items,
                  std::string const& tag) {
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
    site.release(id, "format = \"tocsin-campaign/1\"\nid = \"" + id + "\"\ntitle = \"" + id +
                         "\"\nclass = \"filler\"\nfrom = 2026-06-01\nto = 2026-06-01\nitems = [" +
                         list + "]\n[targets]\ntags = [\"" + tag + "\"]\n" + slogans);
}

Recording::Recording(Site const& site, std::string const& screen, int width, int height)
    : ticks_(site.recording(screen)),
      file_(site.raw(screen), std::ios::binary),
      frame_(width, height) {}

media::Frame const& Recording::frame(std::size_t index) {
    auto const bytes = static_cast<std::streamsize>(frame_.pixels.size());
    file_.seekg(static_cast<std::streamoff>(index) * bytes);
    file_.read(reinterpret_cast<char*>(frame_.pixels.data()), bytes);
    EXPECT_EQ(file_.gcount(), bytes);
    return frame_;
}

bool isOn(int number, FilmSpec const& spec, std::int64_t ticks, std::int64_t ticksASecond) {
    constexpr std::int64_t kHalfMilli = 500;
    bool const rounds = spec.suffix == "mkv" || spec.suffix == "webm";
    return number == numberAfter(spec, ticks, ticksASecond) ||
           (rounds && (number == numberAfter(spec, ticks, ticksASecond, kHalfMilli) ||
                       number == numberAfter(spec, ticks, ticksASecond, -kHalfMilli)));
}

FrameCheck::FrameCheck(std::vector<PlannedPlay> const& plan, Milliseconds crossFade)
    : fadeTicks_(crossFade.count() * kTicksASecond / 1000) {
    for (auto const& play : plan) {
        plays_[play.id] = play;
    }
}

void FrameCheck::see(Recording& recording) {
    auto const& ticks = recording.ticks();
    for (std::size_t i = 0; i < ticks.size() && !testing::Test::HasFailure(); ++i) {
        if (last_ || ticks[i].play != "-") {
            see(ticks[i], recording.frame(i));
        }
    }
}

void FrameCheck::see(RecordedTick const& tick, media::Frame const& frame) {
    if (last_) {
        EXPECT_EQ(tick.tick, last_->tick + 1);
        transitions_ += tick.play != last_->play ? 1 : 0;
    }
    last_ = tick;
    ++ticksSeen_;
    auto const found = plays_.find(tick.play);
    if (found == plays_.end()) {
        ADD_FAILURE() << "tick " << tick.tick << " shows " << tick.play;
        return;
    }
    EXPECT_TRUE(found->second.start <= tick.at && tick.at < found->second.end);
    seePicture(found->second, tick, frame);
}

void FrameCheck::seePicture(PlannedPlay const& play, RecordedTick const& tick,
                            media::Frame const& frame) const {
    auto const after = tick.tick - firstTickOf(play.start);
    if (after < fadeTicks_) {
        return;
    }
    if (auto const film = numberedFilms().find(play.asset); film != numberedFilms().end()) {
        auto const number = numberOf(film->second, frame);
        EXPECT_TRUE(isOn(number, film->second, after, kTicksASecond))
            << play.asset << " shows " << number << " instead of "
            << numberAfter(film->second, after, kTicksASecond) << " at " << formatInstant(tick.at);
    } else if (play.asset == "poster") {
        EXPECT_EQ(numberIn(frame), 0);  // its bars are all black
    }
}

}  // namespace tocsin::integration
