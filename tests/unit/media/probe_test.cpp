// SPDX-License-Identifier: Apache-2.0
// Verdicts on good files and on a set of broken ones.
#include "tocsin/media/probe.hpp"

#include <gtest/gtest.h>

#include "media_samples.hpp"

namespace tocsin::media {
namespace {

using test::FilmSpec;
using test::sampleFilm;

void expectRefused(Verdict const& verdict, std::string const& because) {
    EXPECT_FALSE(verdict.accepted);
    EXPECT_NE(verdict.reason.find(because), std::string::npos) << verdict.reason;
    EXPECT_FALSE(verdict.technical.empty());
}

TEST(Probe, MeasuresFilmsOfEveryCodec) {
    struct Case {
        char const *encoder, *suffix, *codec;
    };
    for (auto const& [encoder, suffix, codec] :
         {Case{"libx264", "mp4", "h264"}, Case{"libx264", "ts", "h264"},
          Case{"libx265", "mp4", "hevc"}, Case{"libvpx", "webm", "vp8"},
          Case{"libvpx-vp9", "webm", "vp9"}, Case{"libaom-av1", "mkv", "av1"},
          Case{"mpeg4", "avi", "mpeg4"}}) {
        FilmSpec spec;
        spec.encoder = encoder;
        spec.suffix = suffix;
        auto const verdict = probe(sampleFilm(spec));
        EXPECT_TRUE(verdict.playable && verdict.needs.empty()) << codec;
        EXPECT_TRUE(verdict.accepted) << codec << ": " << verdict.reason << verdict.technical;
        EXPECT_EQ(verdict.kind, "film");
        EXPECT_EQ(verdict.codec, codec);
        EXPECT_EQ(verdict.width, 160);
        EXPECT_EQ(verdict.height, 96);
        EXPECT_EQ(verdict.frames, 50) << codec;
        EXPECT_EQ(verdict.durationMs, 2000) << codec;
        EXPECT_EQ(verdict.rateNum, 25) << codec;
        EXPECT_EQ(verdict.rateDen, 1) << codec;
        EXPECT_FALSE(verdict.sound);
    }
}

TEST(Probe, TellsSoundRateAndShownSize) {
    FilmSpec spec;
    spec.sound = true;
    spec.fpsNum = 30000;
    spec.fpsDen = 1001;
    spec.frames = 60;
    spec.rotation = 90;
    spec.pixelAspect = "2";
    auto const verdict = probe(sampleFilm(spec));
    ASSERT_TRUE(verdict.accepted) << verdict.reason << verdict.technical;
    EXPECT_TRUE(verdict.sound);
    EXPECT_EQ(verdict.rateNum, 30000);
    EXPECT_EQ(verdict.rateDen, 1001);
    EXPECT_EQ(verdict.durationMs, 2002);
    EXPECT_EQ(verdict.width, 96);
    EXPECT_EQ(verdict.height, 320);
}

TEST(Probe, MeasuresPicturesByContentAndNotByName) {
    for (auto const* const suffix : {"jpg", "png", "webp"}) {
        auto const mislabelled = test::fileOf(test::bytesOf(test::samplePicture(suffix)), "mp4");
        auto const verdict = probe(mislabelled);
        EXPECT_TRUE(verdict.accepted) << suffix << verdict.reason;
        EXPECT_EQ(verdict.kind, "picture");
        EXPECT_EQ(verdict.width, 160);
        EXPECT_EQ(verdict.height, 96);
        EXPECT_EQ(verdict.durationMs, 0);
    }
}

TEST(Probe, RefusesWhatIsNoFilmOrPicture) {
    expectRefused(probe(test::fileOf("", "mp4")), "empty");
    expectRefused(probe(test::fileOf("Dear all, the film follows tomorrow.\n", "mp4")),
                  "neither a film");
    expectRefused(probe(test::fileOf(std::string(100'000, '\0'), "mp4")), "neither a film");
    expectRefused(probe(test::sampleSound()), "sound");
    expectRefused(probe(test::madeByFfmpeg("-f lavfi -i sine=duration=1", "mp3")), "sound");
    expectRefused(probe(test::sampleFolder() / "absent.mp4"), "cannot be opened");
    expectRefused(probe(test::sampleFolder()), "not a regular file");
}

TEST(Probe, RefusesKindsThatAreNotTaken) {
    expectRefused(
        probe(test::madeByFfmpeg("-f lavfi -i testsrc=s=64x64:d=1 -c:v snow -strict -2", "avi")),
        "snow");
    expectRefused(probe(test::madeByFfmpeg("-f lavfi -i testsrc=s=64x64:d=1", "nut")),
                  "neither a film");
}

TEST(Probe, NamesWhatWasSentByMistake) {
    struct Case {
        std::string bytes;
        char const* named;
    };
    for (auto const& [bytes, named] :
         {Case{"PK\x03\x04" + std::string(200, 'x'), "ZIP"},
          Case{"MZ" + std::string(200, '\0'), "Windows program"}, Case{"%PDF-1.7 and so on", "PDF"},
          Case{"<!DOCTYPE html><html>", "web page"}, Case{"第一章\n plain words", "neither a film"},
          Case{"Dear all,\nthe film follows.", "text"},
          Case{"<?xml version=\"1.0\"?>\n<svg width=\"9\"/>", "SVG"},
          Case{std::string("\0\0\1\0\1\0", 6) + std::string(200, 'x'), "icon"}}) {
        expectRefused(probe(test::fileOf(bytes, "mp4")), named);
    }
}

TEST(Probe, RefusesEncryptedFilms) {
    // As protected films say it: a sample entry of the kind 'encv'.
    auto bytes = test::bytesOf(sampleFilm({}));
    bytes.replace(bytes.rfind("avc1"), 4, "encv");
    auto const film = test::fileOf(bytes, "mp4");
    expectRefused(probe(film), "encrypted");
    expectRefused(probe(film, Depth::quick), "encrypted");

    // As ISO/IEC 23001-7 has it: the head names the codec, the frames are hidden.
    auto const common = test::madeByFfmpeg(
        "-f lavfi -i testsrc2=s=160x96:r=25 -t 2 -c:v libx264 -encryption_scheme cenc-aes-ctr "
        "-encryption_key 00112233445566778899aabbccddeeff "
        "-encryption_kid 112233445566778899aabbccddeeff00",
        "mp4");
    expectRefused(probe(common), "encrypted");
    expectRefused(probe(common, Depth::quick), "encrypted");
}

class CutFilm : public testing::TestWithParam<std::tuple<char const*, int>> {};

TEST_P(CutFilm, IsRefusedWithThePlace) {
    auto const [suffix, permille] = GetParam();
    FilmSpec spec;
    spec.encoder = std::string(suffix) == "webm" ? "libvpx-vp9" : "libx264";
    spec.suffix = suffix;
    spec.frames = 200;
    spec.sound = true;
    for (auto const depth : {Depth::quick, Depth::whole}) {
        auto const verdict = probe(test::cutFile(sampleFilm(spec), permille), depth);
        EXPECT_FALSE(verdict.accepted);
        EXPECT_NE(verdict.reason.find("again"), std::string::npos) << verdict.reason;
    }
}

INSTANTIATE_TEST_SUITE_P(All, CutFilm,
                         testing::Combine(testing::Values("mp4", "webm", "mkv", "avi"),
                                          testing::Values(10, 300, 600, 900)));

TEST(Probe, NamesTheSecondAtWhichAFilmBreaksOff) {
    FilmSpec spec;
    spec.frames = 200;
    auto const front = test::madeByFfmpeg(
        "-i " + sampleFilm(spec).string() + " -c copy -movflags +faststart", "mp4");
    auto const verdict = probe(test::cutFile(front, 600));
    expectRefused(verdict, "The film is ");
    EXPECT_NE(verdict.reason.find(" 0:0"), std::string::npos) << verdict.reason;
}

TEST(Probe, RefusesDamageInside) {
    FilmSpec spec;
    spec.frames = 200;
    auto bytes = test::bytesOf(sampleFilm(spec));
    for (std::size_t i = bytes.size() / 2; i < bytes.size() / 2 + 1500; ++i) {
        bytes[i] = static_cast<char>(i * 37);
    }
    expectRefused(probe(test::fileOf(bytes, "mp4")), "damaged at 0:0");
}

TEST(Probe, RefusesCutPictures) {
    for (auto const* const suffix : {"jpg", "png", "webp"}) {
        expectRefused(probe(test::cutFile(test::samplePicture(suffix), 700)), "cut off or damaged");
    }
}

TEST(Probe, RefusesPicturesThatAreTooLarge) {
    expectRefused(probe(test::madeByFfmpeg("-f lavfi -i color=red:s=16400x16 -frames:v 1", "png")),
                  "16384");
}

}  // namespace
}  // namespace tocsin::media
