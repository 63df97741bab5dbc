// SPDX-License-Identifier: Apache-2.0
// Films that the library will convert before they come to a player: interlaced, HDR, odd pixels,
// odd rates. Until then they play without harm: the right frame at the right time, at its size.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "media_samples.hpp"
#include "tocsin/media/film.hpp"

namespace tocsin::media {
namespace {

constexpr int kFrames = 20;

/// What ffmpeg makes of a plain numbered film of 25 frames a second.
struct OddFilm {
    char const* name;
    char const* options;
    char const* suffix;
};
void PrintTo(OddFilm const& film, std::ostream* out) {
    *out << film.name;
}

class OddFilms : public testing::TestWithParam<OddFilm> {};

TEST_P(OddFilms, PlayWithoutHarm) {
    test::FilmSpec spec;
    spec.frames = kFrames;
    auto const file = test::madeByFfmpeg(
        fmt::format("-i {} {}", test::sampleFilm(spec).string(), GetParam().options),
        GetParam().suffix);
    for (auto const canvas : {Canvas{160, 96}, Canvas{120, 90, Fit::cover}, Canvas{1, 1}}) {
        auto film = openFilm(file, canvas, {});
        ASSERT_TRUE(film) << film.error().message;
        for (int i = 0; i < kFrames; ++i) {
            auto const frame = (*film)->frameAt(MediaTime(i * 40'000), MediaTime(19'999));
            ASSERT_TRUE(frame) << i << ": " << frame.error().message;
            ASSERT_EQ((*frame)->width, canvas.width);
            ASSERT_EQ((*frame)->pixels.size(), std::size_t(canvas.width) * canvas.height * 4);
            if (canvas.width == 160) {
                EXPECT_EQ(test::numberIn(**frame), i);
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    All, OddFilms,
    testing::Values(
        OddFilm{"Interlaced", "-c:v libx264 -crf 8 -flags +ilme+ildct -x264opts tff=1", "ts"},
        OddFilm{
            "HdrOfTenBits",
            "-c:v libx265 -pix_fmt yuv420p10le -preset ultrafast -crf 10 -color_primaries bt2020 "
            "-color_trc smpte2084 -colorspace bt2020nc -x265-params log-level=none",
            "mp4"},
        OddFilm{
            "HybridLogGamma",
            "-c:v libx265 -pix_fmt yuv420p10le -preset ultrafast -crf 10 -color_primaries bt2020 "
            "-color_trc arib-std-b67 -colorspace bt2020nc -x265-params log-level=none",
            "mkv"},
        OddFilm{"RgbWithoutChroma", "-c:v libx264rgb -crf 8 -pix_fmt rgb24", "mkv"},
        OddFilm{"Grey", "-c:v libx264 -pix_fmt gray -crf 8", "mkv"},
        OddFilm{"OddSize", "-vf scale=161:97:flags=neighbor,format=yuv444p -c:v libx264 -crf 8",
                "mkv"},
        OddFilm{"FullDepth444", "-c:v libx264 -pix_fmt yuv444p10le -crf 8", "mkv"},
        OddFilm{"TwelveBits",
                "-c:v libx265 -pix_fmt yuv422p12le -preset ultrafast -crf 10 -x265-params "
                "log-level=none",
                "mkv"},
        OddFilm{"AlphaOfVp9", "-c:v libvpx-vp9 -pix_fmt yuva420p -crf 8 -b:v 4M", "webm"},
        OddFilm{"ManyReorderedFrames", "-c:v libx264 -bf 8 -b_strategy 2 -crf 8", "mp4"},
        OddFilm{"StartsLate", "-c:v copy -output_ts_offset 3600", "ts"},
        OddFilm{"StartsBeforeZero", "-c:v libx264 -crf 8 -bf 2 -avoid_negative_ts disabled",
                "mkv"}),
    [](auto const& test) { return std::string(test.param.name); });

/// Until the library converts them: a sentence that says what to do, no picture.
class RefusedFilms : public testing::TestWithParam<OddFilm> {};

TEST_P(RefusedFilms, SayWhatToDo) {
    test::FilmSpec spec;
    spec.frames = kFrames;
    auto const file = test::madeByFfmpeg(
        fmt::format("-i {} {}", test::sampleFilm(spec).string(), GetParam().options),
        GetParam().suffix);
    auto const film = openFilm(file, {160, 96}, {});
    ASSERT_FALSE(film);
    EXPECT_NE(film.error().message.find("MP4 (H.264)"), std::string::npos) << film.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    All, RefusedFilms,
    testing::Values(OddFilm{"BroadcastMpeg2", "-c:v mpeg2video -qscale:v 2", "ts"},
                    OddFilm{"ProRes", "-c:v prores_ks -pix_fmt yuv422p10le", "mov"},
                    OddFilm{"MotionJpeg", "-c:v mjpeg -pix_fmt yuvj420p -qscale:v 2", "avi"},
                    OddFilm{"Animation", "-c:v qtrle", "mov"},
                    OddFilm{"FlashVideo", "-c:v flv1 -qscale:v 2", "flv"},
                    OddFilm{"WindowsMedia", "-c:v wmv2 -qscale:v 2", "wmv"}),
    [](auto const& test) { return std::string(test.param.name); });

TEST(OddFilm, MayChangeItsSizeOnTheWay) {
    test::FilmSpec first;
    first.suffix = "ts";
    first.frames = 10;
    test::FilmSpec second = first;
    second.width = 320;
    second.height = 192;
    second.firstNumber = 100;
    auto const later = test::madeByFfmpeg(
        fmt::format("-i {} -c copy -output_ts_offset 0.4", test::sampleFilm(second).string()),
        "ts");
    auto const file =
        test::fileOf(test::bytesOf(test::sampleFilm(first)) + test::bytesOf(later), "ts");
    auto film = openFilm(file, {160, 96}, {});
    ASSERT_TRUE(film) << film.error().message;
    int last = -1;
    for (int i = 0; i < 20; ++i) {
        auto const frame = (*film)->frameAt(MediaTime(i * 40'000), MediaTime(19'999));
        ASSERT_TRUE(frame) << frame.error().message;
        last = test::numberIn(**frame);
        // Where the second part begins in time is the container's business.
        if (i < 7) {
            EXPECT_EQ(last, i);
        }
    }
    EXPECT_GE(last, 100);
}

TEST(OddFilm, MayHaveFramesOfUnlikeLength) {
    test::FilmSpec spec;
    spec.frames = kFrames;
    // Each third frame is missing: the one before stands twice as long.
    auto const file = test::madeByFfmpeg(
        fmt::format("-i {} -vf select='mod(n\\,3)' -fps_mode passthrough -c:v libx264 -crf 8",
                    test::sampleFilm(spec).string()),
        "mp4");
    auto film = openFilm(file, {160, 96}, {});
    ASSERT_TRUE(film) << film.error().message;
    for (int i = 0; i < kFrames - 2; ++i) {
        auto const frame = (*film)->frameAt(MediaTime(i * 40'000), MediaTime(19'999));
        ASSERT_TRUE(frame) << frame.error().message;
        int const due = i + 1;  // positions count from the first frame there is
        EXPECT_EQ(test::numberIn(**frame), due % 3 == 0 ? due - 1 : due) << i;
    }
}

}  // namespace
}  // namespace tocsin::media
