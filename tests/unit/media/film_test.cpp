// SPDX-License-Identifier: Apache-2.0
// Positions in, the right frames out: every codec, every way of moving.
#include "tocsin/media/film.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "media_samples.hpp"

namespace tocsin::media {
namespace {

using test::FilmSpec;
using test::numberIn;
using test::sampleFilm;

std::unique_ptr<Film> open(FilmSpec const& spec, Canvas canvas = {160, 96}) {
    auto film = openFilm(sampleFilm(spec), canvas, {});
    if (!film) {
        ADD_FAILURE() << film.error().message;
        return nullptr;
    }
    return *std::move(film);
}

/// The start of a frame, rounded as a player's tick would be.
MediaTime startOf(int frame, FilmSpec const& spec) {
    return MediaTime(std::int64_t{frame} * 1'000'000 * spec.fpsDen / spec.fpsNum);
}

int shownAt(Film& film, MediaTime position) {
    constexpr MediaTime kTolerance{2'000};
    auto const frame = film.frameAt(position, kTolerance);
    if (!frame) {
        ADD_FAILURE() << frame.error().message;
        return -2;
    }
    return numberIn(**frame);
}

struct Codec {
    char const* name;
    char const* encoder;
    char const* suffix;
};
void PrintTo(Codec const& codec, std::ostream* out) {
    *out << codec.name;
}

class FilmOfCodec : public testing::TestWithParam<Codec> {
protected:
    FilmSpec spec() const {
        FilmSpec out;
        out.encoder = GetParam().encoder;
        out.suffix = GetParam().suffix;
        return out;
    }
};

TEST_P(FilmOfCodec, ShowsEachFrameAtItsTime) {
    auto const film = open(spec());
    ASSERT_TRUE(film);
    for (int i = 0; i < spec().frames; ++i) {
        EXPECT_EQ(shownAt(*film, startOf(i, spec())), i);
    }
}

TEST_P(FilmOfCodec, JoinsInTheMiddleAndGoesBack) {
    auto const film = open(spec());
    ASSERT_TRUE(film);
    for (int const i : {37, 5, 49, 0, 21, 20, 19}) {
        EXPECT_EQ(shownAt(*film, startOf(i, spec())), i);
    }
}

INSTANTIATE_TEST_SUITE_P(
    All, FilmOfCodec,
    testing::Values(Codec{"H264", "libx264", "mp4"}, Codec{"H264InMatroska", "libx264", "mkv"},
                    Codec{"H264InTransportStream", "libx264", "ts"},
                    Codec{"Hevc", "libx265", "mp4"}, Codec{"Vp8", "libvpx", "webm"},
                    Codec{"Vp9", "libvpx-vp9", "webm"}, Codec{"Av1", "libaom-av1", "mkv"},
                    Codec{"Mpeg4", "mpeg4", "avi"}),
    [](auto const& test) { return std::string(test.param.name); });

class FilmOfRate : public testing::TestWithParam<std::pair<int, int>> {};

TEST_P(FilmOfRate, IsReadByTimeAndNotByCount) {
    FilmSpec spec;
    std::tie(spec.fpsNum, spec.fpsDen) = GetParam();
    spec.frames = 60;
    for (auto const* const suffix : {"mp4", "mkv"}) {
        spec.suffix = suffix;
        auto const film = open(spec);
        ASSERT_TRUE(film);
        for (int i = 0; i < spec.frames; i += 7) {
            EXPECT_EQ(shownAt(*film, startOf(i, spec)), i) << suffix;
            EXPECT_EQ(shownAt(*film, startOf(i, spec) + MediaTime(8'000)), i) << suffix;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(All, FilmOfRate,
                         testing::Values(std::pair(25, 1), std::pair(30, 1), std::pair(60, 1),
                                         std::pair(30000, 1001)));

TEST(Film, SeeksFarAheadToTheRightFrame) {
    FilmSpec spec;
    spec.frames = 400;
    spec.keyEvery = 25;
    for (auto const* const suffix : {"mp4", "mkv", "ts"}) {
        spec.suffix = suffix;
        auto const film = open(spec);
        ASSERT_TRUE(film);
        for (int const i : {0, 130, 399, 131, 60, 320}) {
            EXPECT_EQ(shownAt(*film, startOf(i, spec)), i) << suffix;
        }
    }
}

TEST(Film, ReturnsTheSameFrameWhileThePictureDoesNotChange) {
    FilmSpec const spec;
    auto const film = open(spec);
    ASSERT_TRUE(film);
    auto const first = film->frameAt(MediaTime(200'000), MediaTime(0));
    auto const again = film->frameAt(MediaTime(239'000), MediaTime(0));
    auto const next = film->frameAt(MediaTime(240'000), MediaTime(0));
    ASSERT_TRUE(first && again && next);
    EXPECT_EQ(*first, *again);
    EXPECT_NE(*first, *next);
}

TEST(Film, HoldsItsLastFramePastTheEnd) {
    FilmSpec const spec;
    auto const film = open(spec);
    ASSERT_TRUE(film);
    EXPECT_EQ(shownAt(*film, MediaTime(60'000'000)), 49);
    EXPECT_EQ(shownAt(*film, MediaTime(120'000'000)), 49);
    EXPECT_EQ(shownAt(*film, MediaTime(0)), 0);
}

TEST(Film, CatchesUpFromAFarKeyFrameToTheVeryFrame) {
    for (auto const* suffix : {"mp4", "mkv", "ts"}) {
        FilmSpec spec;
        spec.suffix = suffix;
        spec.frames = spec.keyEvery = 200;
        for (int const frame : {20, 41, 97, 98, 99, 100, 173, 199}) {
            auto const film = open(spec);
            ASSERT_TRUE(film);
            EXPECT_EQ(shownAt(*film, startOf(frame, spec)), frame) << suffix;
        }
        auto const film = open(spec);
        ASSERT_TRUE(film);
        EXPECT_EQ(shownAt(*film, MediaTime(60'000'000)), 199) << suffix;
    }
}

TEST(Film, CountsPositionsFromItsFirstShownFrame) {
    auto const late =
        test::madeByFfmpeg("-i " + sampleFilm({}).string() +
                               " -c copy -output_ts_offset 7 -avoid_negative_ts disabled",
                           "mkv");
    auto const film = openFilm(late, {160, 96}, {});
    ASSERT_TRUE(film) << film.error().message;
    EXPECT_EQ(shownAt(**film, MediaTime(0)), 0);
    EXPECT_EQ(shownAt(**film, MediaTime(400'000)), 10);
}

TEST(Film, IsJoinedInItsMiddleWithoutAGlanceAtItsFirstPicture) {
    FilmSpec spec;
    spec.frames = 100;
    spec.keyEvery = 25;
    auto bytes = test::bytesOf(sampleFilm(spec));
    // The length of its first unit and part of what follows.
    bytes.replace(bytes.find("mdat") + 4, 600, 600, '\xff');
    auto const file = test::fileOf(bytes, "mp4");
    auto const film = openFilm(file, {160, 96}, {});
    ASSERT_TRUE(film) << film.error().message;
    EXPECT_EQ(shownAt(**film, startOf(60, spec)), 60);
    EXPECT_EQ(shownAt(**film, startOf(99, spec)), 99);
    EXPECT_FALSE((*film)->metDamage());
    EXPECT_EQ(shownAt(**film, startOf(0, spec)), 25) << "the first that can be decoded";
    EXPECT_EQ(shownAt(**film, startOf(30, spec)), 30);
    EXPECT_TRUE((*film)->metDamage());
}

TEST(Film, GoesOnAfterDamageInside) {
    FilmSpec spec;
    spec.suffix = "ts";
    auto bytes = test::bytesOf(sampleFilm(spec));
    auto const middle = bytes.size() / 2;
    for (std::size_t i = middle; i < middle + 3000; ++i) {
        bytes[i] = static_cast<char>(i * 37);
    }
    auto const film = openFilm(test::fileOf(bytes, "ts"), {160, 96}, {});
    ASSERT_TRUE(film) << film.error().message;
    EXPECT_EQ(shownAt(**film, MediaTime(0)), 0);
    EXPECT_EQ(shownAt(**film, startOf(49, spec)), 49);
}

TEST(Film, PlaysWhatIsThereOfACutFile) {
    FilmSpec spec;
    spec.suffix = "mkv";
    auto const film = openFilm(test::cutFile(sampleFilm(spec), 600), {160, 96}, {});
    ASSERT_TRUE(film) << film.error().message;
    EXPECT_EQ(shownAt(**film, startOf(10, spec)), 10);
    auto const end = film.value()->frameAt(startOf(49, spec), MediaTime(0));
    ASSERT_TRUE(end);
    EXPECT_LT(numberIn(**end), 49);
}

/// A film of eight seconds whose index stands before its pictures.
std::string indexFirst(FilmSpec& spec) {
    spec.frames = 200;
    return test::bytesOf(test::madeByFfmpeg(
        "-i " + sampleFilm(spec).string() + " -c copy -movflags +faststart", "mp4"));
}

/// Goes through the film: no picture stands for one that comes more than a second after it. How
/// many frames were said to be lost.
int lostFrames(std::string const& bytes, FilmSpec const& spec) {
    auto const film = openFilm(test::fileOf(bytes, "mp4"), {160, 96}, {});
    EXPECT_TRUE(film) << film.error().message;
    int lost = 0;
    for (int n = 0; film && n < spec.frames; ++n) {
        auto const frame = (*film)->frameAt(startOf(n, spec), MediaTime(0));
        if (!frame) {
            EXPECT_EQ(frame.error().code, Errc::damaged);
            ++lost;
        } else if (auto const number = numberIn(**frame); number >= 0) {
            EXPECT_GE(number + spec.fpsNum, n);
        }
    }
    return lost;
}

TEST(Film, DoesNotTakeACutFileForAWholeOne) {
    FilmSpec spec;
    auto bytes = indexFirst(spec);
    EXPECT_EQ(lostFrames(bytes, spec), 0);
    bytes.resize(bytes.size() * 6 / 10);
    EXPECT_GT(lostFrames(bytes, spec), 0);
}

TEST(Film, IsCancelledByAStopRequest) {
    std::stop_source stop;
    auto const film = openFilm(sampleFilm({}), {160, 96}, stop.get_token());
    ASSERT_TRUE(film);
    stop.request_stop();
    auto const frame = (*film)->frameAt(MediaTime(1'000'000), MediaTime(0));
    ASSERT_FALSE(frame);
    EXPECT_EQ(frame.error().code, Errc::cancelled);
    auto const another = openFilm(sampleFilm({}), {160, 96}, stop.get_token());
    ASSERT_FALSE(another);
    EXPECT_EQ(another.error().code, Errc::cancelled);
}

TEST(Film, SaysWhatIsWrongWithAFileItCannotOpen) {
    auto const missing = openFilm(test::sampleFolder() / "nothing.mp4", {160, 96}, {});
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, Errc::notFound);
    auto const text = openFilm(test::fileOf("not a film at all\n", "mp4"), {160, 96}, {});
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().code, Errc::damaged);
    EXPECT_NE(text.error().message.find("neither a film nor a picture"), std::string::npos);
    auto const folder = openFilm(test::sampleFolder(), {160, 96}, {});
    ASSERT_FALSE(folder);
}

}  // namespace
}  // namespace tocsin::media
