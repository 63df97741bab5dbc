// SPDX-License-Identifier: Apache-2.0
// What the verdict says of films as offices have them: what kind they are, why they need the house
// transcode, and that the quick look and the whole one agree.
#include <gtest/gtest.h>

#include <algorithm>

#include "media_samples.hpp"
#include "tocsin/media/probe.hpp"

namespace tocsin::media {
namespace {

using Words = std::vector<std::string>;

std::string const kMoving = "-f lavfi -i testsrc2=s=320x240:r=25:d=2 ";

struct Odd {
    char const* name;
    char const* arguments;  ///< after kMoving
    char const* suffix;
    Words needs;
};
void PrintTo(Odd const& odd, std::ostream* out) {
    *out << odd.name;
}

class OddFilm : public testing::TestWithParam<Odd> {};

TEST_P(OddFilm, IsTakenWithWhatItNeedsAndBothDepthsAgree) {
    auto const& [name, arguments, suffix, needs] = GetParam();
    auto const film = test::madeByFfmpeg(kMoving + arguments, suffix);
    auto const quick = probe(film, Depth::quick);
    auto const whole = probe(film, Depth::whole);
    ASSERT_TRUE(quick.accepted) << quick.reason << " | " << quick.technical;
    ASSERT_TRUE(whole.accepted) << whole.reason << " | " << whole.technical;
    EXPECT_EQ(quick.needs, needs);
    EXPECT_EQ(whole.needs, needs);
    bool const foreign = !needs.empty() && (needs[0] == "codec" || needs[0] == "container");
    EXPECT_EQ(whole.playable, !foreign);
    EXPECT_EQ(quick.durationMs, whole.durationMs);
    EXPECT_EQ(quick.frames, whole.frames);
    EXPECT_EQ(quick.rateNum, whole.rateNum);
    EXPECT_EQ(quick.rateDen, whole.rateDen);
    EXPECT_EQ(quick.width, whole.width);
    EXPECT_EQ(quick.pixelFormat, whole.pixelFormat);
    EXPECT_EQ(quick.houseRateNum, whole.houseRateNum);
    EXPECT_GT(whole.bitRate, 0);
    EXPECT_EQ(static_cast<std::uintmax_t>(whole.bytes), std::filesystem::file_size(film));
}

INSTANTIATE_TEST_SUITE_P(
    All, OddFilm,
    testing::Values(
        Odd{"plain", "-c:v libx264 -pix_fmt yuv420p", "mp4", {}},
        Odd{"hevc", "-c:v libx265 -pix_fmt yuv420p -x265-params log-level=none", "mp4", {}},
        Odd{"vp8", "-c:v libvpx -b:v 1M -auto-alt-ref 1 -lag-in-frames 16", "webm", {}},
        Odd{"vp9",
            "-c:v libvpx-vp9 -b:v 1M -cpu-used 8 -deadline realtime -pix_fmt yuv420p",
            "webm",
            {}},
        Odd{"divx", "-c:v mpeg4 -bf 2", "avi", {}},
        Odd{"h264 in transport stream", "-c:v libx264 -pix_fmt yuv420p", "ts", {}},
        Odd{"mpeg1", "-c:v mpeg1video", "mpg", {"codec", "container"}},
        Odd{"mpeg2", "-c:v mpeg2video", "ts", {"codec"}},
        Odd{"dvd", "-c:v mpeg2video -bf 2", "vob", {"codec", "container"}},
        Odd{"mjpeg", "-c:v mjpeg -pix_fmt yuvj422p", "avi", {"codec", "pixel-format"}},
        Odd{"prores", "-c:v prores", "mov", {"codec", "pixel-format"}},
        Odd{"dnxhr",
            "-c:v dnxhd -profile:v dnxhr_sq -pix_fmt yuv422p",
            "mov",
            {"codec", "pixel-format"}},
        Odd{"wmv", "-c:v wmv2", "wmv", {"codec", "container"}},
        Odd{"flash", "-c:v flv1", "flv", {"codec", "container"}},
        Odd{"h263", "-s 352x288 -c:v h263", "3gp", {"codec", "pixel-aspect"}},
        Odd{"theora", "-c:v libtheora -q:v 6", "ogv", {"codec", "container"}},
        Odd{"huffyuv", "-c:v huffyuv -pix_fmt yuv422p", "avi", {"codec", "pixel-format"}},
        Odd{"ffv1", "-c:v ffv1", "mkv", {"codec"}},
        Odd{"gif", "-vf fps=10", "gif", {"codec", "container", "pixel-format"}},
        Odd{"dv",
            "-s 720x576 -pix_fmt yuv420p -c:v dvvideo",
            "avi",
            {"codec", "interlaced", "pixel-aspect"}},
        Odd{"mxf", "-c:v mpeg2video", "mxf", {"codec", "container"}},
        Odd{"ten bits", "-c:v libx264 -pix_fmt yuv420p10le", "mp4", {"pixel-format"}},
        Odd{"interlaced",
            "-vf interlace,format=yuv420p -c:v libx264 -flags +ilme+ildct",
            "mp4",
            {"interlaced"}},
        Odd{"anamorphic", "-vf setsar=4/3,format=yuv420p -c:v libx264", "mp4", {"pixel-aspect"}},
        Odd{"odd size",
            "-vf format=yuv444p,crop=161:121:0:0 -c:v libx264",
            "mp4",
            {"pixel-format", "size"}},
        Odd{"variable",
            "-vf \"select='not(between(mod(n,10),3,6))',format=yuv420p\" -vsync vfr -c:v libx264",
            "mp4",
            {"variable-rate"}},
        Odd{"wma sound",
            "-f lavfi -i sine=d=2 -c:v libx264 -pix_fmt yuv420p -c:a wmav2",
            "mkv",
            {"sound"}},
        Odd{"a hundred a second", "-r 100 -c:v libx264 -pix_fmt yuv420p", "mp4", {"rate"}}),
    [](testing::TestParamInfo<Odd> const& odd) {
        std::string name = odd.param.name;
        std::ranges::replace(name, ' ', '_');
        return name;
    });

TEST(Verdict, TellsHdrDepthAndSound) {
    auto const film = test::madeByFfmpeg(
        kMoving +
            "-f lavfi -i sine=d=2 -ac 6 -c:v libx265 -pix_fmt yuv420p10le -x265-params "
            "log-level=none:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc -c:a aac",
        "mp4");
    auto const verdict = probe(film, Depth::quick);
    ASSERT_TRUE(verdict.accepted) << verdict.reason;
    EXPECT_EQ(verdict.hdr, "pq");
    EXPECT_EQ(verdict.bitDepth, 10);
    EXPECT_EQ(verdict.pixelFormat, "yuv420p10le");
    EXPECT_EQ(verdict.soundCodec, "aac");
    EXPECT_EQ(verdict.soundChannels, 6);
    EXPECT_EQ(verdict.soundRate, 44100);
    EXPECT_EQ(verdict.needs, (Words{"hdr", "pixel-format"}));
}

TEST(Verdict, TellsRotationAndPixelAspect) {
    test::FilmSpec spec;
    spec.rotation = 90;
    spec.pixelAspect = "2";
    auto const verdict = probe(test::sampleFilm(spec), Depth::quick);
    ASSERT_TRUE(verdict.accepted) << verdict.reason;
    EXPECT_EQ(verdict.rotation, 90);
    EXPECT_EQ(verdict.pixelAspectNum, 2);
    EXPECT_EQ(verdict.pixelAspectDen, 1);
    EXPECT_EQ(verdict.needs, (Words{"rotation", "pixel-aspect"}));
}

TEST(Verdict, GivesUnevenFilmsAConstantRateThatLosesNothing) {
    auto const film = test::madeByFfmpeg(
        "-f lavfi -i testsrc2=s=320x240:r=30:d=4 -vf "
        "\"select='lt(n,60)+not(mod(n,3))',format=yuv420p\" -vsync vfr -c:v libx264",
        "mkv");
    auto const verdict = probe(film);
    ASSERT_TRUE(verdict.accepted) << verdict.reason;
    EXPECT_EQ(verdict.needs, (Words{"variable-rate"}));
    EXPECT_EQ(verdict.houseRateNum, 24'000);
    EXPECT_EQ(verdict.houseRateDen, 1'001);
}

TEST(Verdict, FindsDamageInsideOnlyWhenItLooksAtTheWhole) {
    test::FilmSpec spec;
    spec.frames = 300;
    spec.keyEvery = 100;
    auto bytes = test::bytesOf(test::sampleFilm(spec));
    // Between two key frames: what is looked at quickly is whole.
    auto const middle = bytes.size() * 47 / 100;
    for (std::size_t i = middle; i < middle + 400; ++i) {
        bytes[i] = static_cast<char>(i * 37);
    }
    auto const film = test::fileOf(bytes, "mp4");
    EXPECT_FALSE(probe(film, Depth::whole).accepted);
    EXPECT_TRUE(probe(film, Depth::quick).accepted) << probe(film, Depth::quick).reason;
}

}  // namespace
}  // namespace tocsin::media
