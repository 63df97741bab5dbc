// SPDX-License-Identifier: Apache-2.0
// Films of all kinds into the house format: every frame, its colours, its size, its sound.
#include "tocsin/media/transcode.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>

#include "media_samples.hpp"
#include "tocsin/media/film.hpp"
#include "tocsin/media/join.hpp"
#include "tocsin/media/probe.hpp"

namespace tocsin::media {
namespace {

using test::FilmSpec;
using test::nearColour;
using test::pixelAt;
using test::sampleFilm;

struct Converted {
    Result<Transcoded> done = Error{Errc::invalid, "not run"};
    std::filesystem::path file;
};

Converted convert(std::filesystem::path const& film, TranscodeOrder const& order = {}) {
    Converted out;
    out.file = test::fileOf("", "mp4");
    out.done =
        transcode(::open(film.c_str(), O_RDONLY | O_CLOEXEC),
                  ::open(out.file.c_str(), O_RDWR | O_CLOEXEC), order, [](double, std::int64_t) {});
    EXPECT_TRUE(out.done) << (out.done ? "" : out.done.error().message);
    return out;
}

/// Whole, playable, fit, and as long as was said.
void expectHouse(Converted const& converted, int width, int height) {
    ASSERT_TRUE(converted.done);
    auto const verdict = probe(converted.file);
    ASSERT_TRUE(verdict.accepted) << verdict.reason << verdict.technical;
    EXPECT_TRUE(verdict.needs.empty()) << verdict.needs.front();
    EXPECT_EQ(verdict.codec, "h264");
    EXPECT_EQ(verdict.pixelFormat, "yuv420p");
    EXPECT_EQ(verdict.width, width);
    EXPECT_EQ(verdict.height, height);
    EXPECT_EQ(verdict.frames, converted.done->frames);
    EXPECT_EQ(verdict.durationMs, converted.done->durationMs);
    EXPECT_EQ(verdict.rateNum, converted.done->rateNum);
    EXPECT_EQ(converted.done->width, width);
    EXPECT_EQ(converted.done->height, height);
}

FramePtr frameOf(std::filesystem::path const& file, int index, int rate, Canvas canvas) {
    auto film = openFilm(file, canvas, {});
    auto frame = film ? (*film)->frameAt(MediaTime(index * 1'000'000LL / rate), MediaTime(2'000))
                      : Result<FramePtr>(film.error());
    EXPECT_TRUE(frame);
    return frame ? *frame : blackFrame(canvas.width, canvas.height);
}

void expectBars(Frame const& frame, int tolerance) {
    int const y = frame.height * 3 / 4;
    auto const expectBar = [&](int bar, int red, int green, int blue) {
        auto const pixel = pixelAt(frame, frame.width * (2 * bar + 1) / 8, y);
        EXPECT_TRUE(nearColour(pixel, red, green, blue, tolerance))
            << bar << ": " << pixel.red << ' ' << pixel.green << ' ' << pixel.blue;
    };
    expectBar(0, 255, 0, 0);
    expectBar(1, 0, 255, 0);
    expectBar(2, 0, 0, 255);
    expectBar(3, 255, 255, 255);
}

TEST(Transcode, KeepsEveryFrameAndColourOfAFilm) {
    struct Case {
        char const *encoder, *suffix, *pixelFormat, *matrix;
        bool fullRange;
    };
    for (auto const& [encoder, suffix, format, matrix, full] :
         {Case{"libx264", "mp4", "yuv420p", "bt709", false},
          Case{"libx264", "mkv", "yuv420p10le", "bt601", false},
          Case{"prores", "mov", "yuv422p10le", "bt709", false},
          Case{"mjpeg", "avi", "yuvj420p", "bt601", true},
          Case{"mpeg2video", "ts", "yuv420p", "bt601", false},
          Case{"ffv1", "mkv", "yuv444p", "bt601", false}}) {
        FilmSpec spec;
        spec.encoder = encoder;
        spec.suffix = suffix;
        spec.pixelFormat = format;
        spec.matrix = matrix;
        spec.fullRange = full;
        auto const out = convert(sampleFilm(spec), {.crf = 8});
        expectHouse(out, 160, 96);
        ASSERT_EQ(out.done->frames, 50) << encoder;
        for (int index : {0, 1, 24, 25, 48, 49}) {
            auto const frame = frameOf(out.file, index, 25, {160, 96});
            EXPECT_EQ(test::numberIn(*frame), index) << encoder;
            expectBars(*frame, 24);
        }
    }
}

TEST(Transcode, KeepsTheRateOfFilmsThatCountIn1001ths) {
    FilmSpec spec;
    spec.fpsNum = 24'000;
    spec.fpsDen = 1'001;
    spec.suffix = "mkv";
    auto const out = convert(sampleFilm(spec));
    expectHouse(out, 160, 96);
    EXPECT_EQ(out.done->frames, 50);
    EXPECT_EQ(out.done->rateNum, 24'000);
    EXPECT_EQ(out.done->rateDen, 1'001);
}

TEST(Transcode, PutsUnevenFilmsOnAConstantGridOfTheSameLength) {
    auto const film = test::madeByFfmpeg(
        "-i " + sampleFilm({}).string() +
            " -vf \"select='not(between(mod(n,10),3,6))'\" -vsync vfr -c:v libx264 -crf 8",
        "mp4");
    auto const out = convert(film, {.rateNum = 25});
    expectHouse(out, 160, 96);
    EXPECT_EQ(out.done->frames, 50);
    for (auto const& [index, number] : {std::pair{2, 2}, {5, 2}, {7, 7}, {16, 12}, {49, 49}}) {
        EXPECT_EQ(test::numberIn(*frameOf(out.file, index, 25, {160, 96})), number);
    }
}

TEST(Transcode, TurnsAndSquaresPictures) {
    FilmSpec spec;
    spec.rotation = 90;
    spec.pixelAspect = "2";
    auto const out = convert(sampleFilm(spec), {.crf = 8});
    expectHouse(out, 96, 320);
    auto const frame = frameOf(out.file, 0, 25, {96, 320});
    // The red bar was at the lower left: turned clockwise, it is at the upper left.
    EXPECT_TRUE(nearColour(pixelAt(*frame, 24, 40), 255, 0, 0, 24));
    EXPECT_TRUE(nearColour(pixelAt(*frame, 24, 280), 255, 255, 255, 24));
}

TEST(Transcode, FitsScreensAndNeverEnlarges) {
    auto const size = [](int width, int height, Fit fit) {
        auto const out = convert(sampleFilm({}), {.width = width, .height = height, .fit = fit});
        return out.done ? std::pair(out.done->width, out.done->height) : std::pair(0, 0);
    };
    EXPECT_EQ(size(80, 80, Fit::contain), std::pair(80, 48));
    EXPECT_EQ(size(80, 80, Fit::cover), std::pair(80, 80));
    EXPECT_EQ(size(80, 80, Fit::stretch), std::pair(80, 80));
    EXPECT_EQ(size(1920, 1080, Fit::contain), std::pair(160, 96));
    EXPECT_EQ(size(1920, 1920, Fit::cover), std::pair(96, 96));
    EXPECT_EQ(size(1920, 40, Fit::stretch), std::pair(160, 40));
}

TEST(Transcode, MakesFilmsThatAreTooLargeForPlayersAsLargeAsTheyTake) {
    auto const film = [](char const* size) {
        return test::madeByFfmpeg(
            std::string("-f lavfi -i testsrc2=r=25:s=") + size + " -frames:v 1 -c:v mpeg4 -q:v 20",
            "mp4");
    };
    expectHouse(convert(film("7680x4320"), {}), 4096, 2304);
    expectHouse(convert(film("2000x6000"), {}), 1764, 5294);
}

TEST(Transcode, PutsWhatIsTransparentOverBlack) {
    struct Case {
        char const *codec, *suffix;
    };
    for (auto const& [codec, suffix] :
         {Case{"ffv1 -pix_fmt yuva420p", "mkv"},
          Case{"prores_ks -profile:v 4 -pix_fmt yuva444p10le", "mov"},
          Case{"qtrle -pix_fmt argb", "mov"}, Case{"png -pix_fmt rgba64be", "mov"}}) {
        auto const out = convert(test::madeByFfmpeg(
            std::string("-f lavfi -i color=white:s=160x96:r=25:d=0.2 -vf "
                        "\"format=rgba,geq=r=255:g=0:b=0:a='if(lt(X,80),0,255)'\" -c:v ") +
                codec,
            suffix));
        expectHouse(out, 160, 96);
        auto const frame = frameOf(out.file, 0, 25, {160, 96});
        EXPECT_TRUE(nearColour(pixelAt(*frame, 40, 48), 0, 0, 0, 12)) << codec;
        EXPECT_TRUE(nearColour(pixelAt(*frame, 120, 48), 255, 0, 0, 24)) << codec;
    }
}

TEST(Transcode, BringsHdrToStandardRange) {
    for (auto const* const transfer : {"smpte2084", "arib-std-b67"}) {
        auto const film = test::madeByFfmpeg(
            "-i " + sampleFilm({.matrix = "bt709"}).string() +
                " -vf "
                "\"zscale=tin=709:min=709:pin=709:rin=limited:t=linear:npl=203:p=709:m=gbr,format="
                "gbrpf32le,"
                "zscale=tin=linear:pin=709:min=gbr:p=2020:t=" +
                transfer +
                ":m=2020_ncl:r=limited:npl=203,format=yuv420p10le\" -c:v libx265 "
                "-crf 8 -x265-params "
                "log-level=none:colorprim=bt2020:colormatrix=bt2020nc:transfer=" +
                transfer,
            "mp4");
        EXPECT_FALSE(probe(film, Depth::quick).hdr.empty());
        auto const out = convert(film, {.crf = 8});
        expectHouse(out, 160, 96);
        auto const frame = frameOf(out.file, 3, 25, {160, 96});
        auto const white = pixelAt(*frame, 140, 72), red = pixelAt(*frame, 20, 72);
        EXPECT_GT(white.red, 170) << transfer;
        EXPECT_TRUE(nearColour(white, white.red, white.red, white.red, 12)) << transfer;
        EXPECT_GT(red.red, 150) << transfer;
        EXPECT_LT(std::max(red.green, red.blue), 90) << transfer;
    }
}

TEST(Transcode, TakesTheCombsOutOfInterlacedFilms) {
    auto const film = test::madeByFfmpeg(
        "-f lavfi -i testsrc2=s=320x240:r=50:d=2 -vf \"interlace,format=yuv420p\" -c:v libx264 "
        "-crf 8 "
        "-flags +ilme+ildct",
        "mp4");
    ASSERT_TRUE(probe(film, Depth::quick).interlaced);
    auto const out = convert(film);
    expectHouse(out, 320, 240);
    EXPECT_EQ(out.done->frames, 50);
    EXPECT_EQ(out.done->rateNum, 25);
}

TEST(Transcode, MakesPartsThatFitTogether) {
    FilmSpec spec;
    spec.frames = 200;
    spec.keyEvery = 60;
    for (auto const* const suffix : {"mp4", "ts"}) {
        spec.suffix = suffix;
        auto const film = sampleFilm(spec);
        int next = 0;
        for (std::int64_t from = 0; from < 8'000; from += 2'500) {
            TranscodeOrder const order{
                .crf = 8, .fromMs = from, .toMs = from + 2'500, .sound = false};
            auto const part = convert(film, order);
            ASSERT_TRUE(part.done);
            auto const frames = static_cast<int>(part.done->frames);
            EXPECT_EQ(test::numberIn(*frameOf(part.file, 0, 25, {160, 96})), next) << suffix;
            EXPECT_EQ(test::numberIn(*frameOf(part.file, frames - 1, 25, {160, 96})),
                      next + frames - 1);
            next += frames;
        }
        EXPECT_EQ(next, 200) << suffix;
    }
}

int opened(std::filesystem::path const& file, int flags = O_RDONLY) {
    return ::open(file.c_str(), flags | O_CLOEXEC);
}

TEST(Transcode, JoinsPartsAndSoundToTheFilmInOnePiece) {
    auto const film = sampleFilm({.suffix = "mkv",
                                  .fpsNum = 30'000,
                                  .fpsDen = 1'001,
                                  .frames = 200,
                                  .keyEvery = 60,
                                  .sound = true});
    std::vector<std::filesystem::path> parts;
    std::int64_t frames = 0;
    for (std::int64_t from = 0; from < 6'600; from += 2'500) {
        auto const part = convert(film, {.crf = 8,
                                         .fromMs = from,
                                         .toMs = from + 2'500 < 6'600 ? from + 2'500 : 0,
                                         .sound = false});
        ASSERT_TRUE(part.done);
        parts.push_back(part.file);
        frames += part.done->frames;
    }
    auto const sound =
        convert(film, {.toMs = frames * 1'001 / 30, .video = false});  // 6.673 s rounded down
    ASSERT_TRUE(sound.done);

    Converted whole;
    whole.file = test::fileOf("", "mp4");
    std::vector<int> descriptors;
    for (auto const& part : parts) {
        descriptors.push_back(opened(part));
    }
    double share = 0;
    // The sound of a film, as renditions take it from their master, as well as sound alone.
    auto const withPictures = test::madeByFfmpeg(
        "-i " + parts.front().string() + " -i " + sound.file.string() + " -c copy", "mp4");
    Converted again;
    again.file = test::fileOf("", "mp4");
    again.done = join({opened(parts.front())}, opened(withPictures), opened(again.file, O_RDWR),
                      [](double, std::int64_t) {});
    ASSERT_TRUE(again.done) << again.done.error().message;
    EXPECT_TRUE(again.done->sound);

    whole.done = join(descriptors, opened(sound.file), opened(whole.file, O_RDWR),
                      [&](double now, std::int64_t) { share = now; });
    expectHouse(whole, 160, 96);
    EXPECT_EQ(share, 1);
    EXPECT_EQ(whole.done->frames, 200);
    EXPECT_TRUE(whole.done->sound);
    auto const verdict = probe(whole.file);
    EXPECT_EQ(verdict.soundCodec, "aac");
    for (int const frame : {0, 74, 75, 76, 149, 150, 199}) {
        auto const shown = openFilm(whole.file, {160, 96}, {});
        ASSERT_TRUE(shown);
        auto const picture =
            (*shown)->frameAt(MediaTime(frame * 1'001'000LL / 30), MediaTime(2'000));
        ASSERT_TRUE(picture);
        EXPECT_EQ(test::numberIn(**picture), frame);
    }
}

TEST(Transcode, JoinsOnlyPartsThatFitTogether) {
    auto const one = convert(sampleFilm({}), {.sound = false});
    auto const other = convert(sampleFilm({.width = 320, .height = 192}), {.sound = false});
    auto const out = test::fileOf("", "mp4");
    auto const joined = join({opened(one.file), opened(other.file)}, std::nullopt,
                             opened(out, O_RDWR), [](double, std::int64_t) {});
    ASSERT_FALSE(joined);
    EXPECT_EQ(joined.error().code, Errc::damaged);
    EXPECT_NE(joined.error().message.find("part 2"), std::string::npos) << joined.error().message;

    auto const torn = join({opened(test::cutFile(one.file, 500))}, std::nullopt,
                           opened(out, O_RDWR), [](double, std::int64_t) {});
    EXPECT_FALSE(torn);
}

Loudness loudnessOf(std::filesystem::path const& film) {
    auto const measured =
        measureLoudness(::open(film.c_str(), O_RDONLY | O_CLOEXEC), [](double, std::int64_t) {});
    EXPECT_TRUE(measured) << (measured ? "" : measured.error().message);
    return measured ? *measured : Loudness{};
}

TEST(Transcode, BringsSoundToTheHouseLoudness) {
    struct Case {
        char const *name, *sound;
    };
    for (auto const& [name, sound] :
         {Case{"quiet", "-ac 1 -af volume=-18dB"}, Case{"loud", "-ac 2 -af volume=16dB"},
          Case{"5.1", "-ac 6"}}) {
        auto const film = test::madeByFfmpeg(
            "-i " + sampleFilm({.frames = 200}).string() +
                " -f lavfi -i sine=f=997:d=8:r=44100 -c:v copy -c:a aac " + sound,
            "mkv");
        auto const before = loudnessOf(film);
        auto const out = convert(film, {.loudness = before});
        expectHouse(out, 160, 96);
        EXPECT_TRUE(out.done->sound);
        auto const after = loudnessOf(out.file);
        EXPECT_NEAR(after.integrated, -23, 0.7) << name << " was " << before.integrated;
        EXPECT_LE(after.truePeak, -1) << name;
        auto const verdict = probe(out.file);
        EXPECT_EQ(verdict.soundCodec, "aac");
        EXPECT_EQ(verdict.soundChannels, 2);
        EXPECT_EQ(verdict.soundRate, 48'000);
        EXPECT_EQ(out.done->durationMs, 8'000);
    }
}

TEST(Transcode, LeavesSilenceSilentAndPadsShortSound) {
    auto const film = test::madeByFfmpeg(
        "-i " + sampleFilm({}).string() + " -f lavfi -i anullsrc=d=1 -c:v copy -c:a aac", "mp4");
    auto const silent = loudnessOf(film);
    EXPECT_LE(silent.integrated, -69);
    auto const out = convert(film, {.loudness = silent});
    expectHouse(out, 160, 96);
    EXPECT_EQ(out.done->durationMs, 2'000);
    EXPECT_LE(loudnessOf(out.file).integrated, -69);
}

TEST(Transcode, EndsEveryDamagedFilmWithAResultOrAReason) {
    FilmSpec spec;
    spec.sound = true;
    for (auto const* const suffix : {"mp4", "mkv", "ts", "avi"}) {
        spec.suffix = suffix;
        auto const whole = test::bytesOf(sampleFilm(spec));
        for (int turn = 0; turn < 8; ++turn) {
            auto bytes = whole;
            for (std::size_t i = 1; i < 12; ++i) {
                auto const at =
                    (i * 7'919 + static_cast<std::size_t>(turn) * 104'729) % bytes.size();
                bytes[at] = static_cast<char>(bytes[at] ^ (1 << (turn % 8)));
            }
            bytes.resize(turn % 2 == 0 ? bytes.size() : bytes.size() * 2 / 3);
            auto const film = test::fileOf(bytes, suffix);
            auto const out = test::fileOf("", "mp4");
            auto const done = transcode(::open(film.c_str(), O_RDONLY | O_CLOEXEC),
                                        ::open(out.c_str(), O_RDWR | O_CLOEXEC), {.crf = 30},
                                        [](double, std::int64_t) {});
            EXPECT_TRUE(done ? done->frames > 0 : !done.error().message.empty());
        }
    }
}

TEST(Transcode, RefusesOrdersThatMakeNoSense) {
    EXPECT_FALSE(checkOrder({.width = 100}));
    EXPECT_FALSE(checkOrder({.crf = 52}));
    EXPECT_FALSE(checkOrder({.fromMs = 2'000, .toMs = 1'000}));
    EXPECT_FALSE(checkOrder({.video = false, .sound = false}));
    EXPECT_FALSE(checkOrder({.threads = 0}));
    EXPECT_TRUE(checkOrder({}));
}

}  // namespace
}  // namespace tocsin::media
