// SPDX-License-Identifier: Apache-2.0
// Small pictures and short clips of everything that can be shown.
#include "tocsin/media/preview.hpp"

#include <gtest/gtest.h>

#include "descriptors.hpp"
#include "media_samples.hpp"
#include "pdf_samples.hpp"
#include "tocsin/media/film.hpp"
#include "tocsin/media/picture.hpp"
#include "tocsin/media/probe.hpp"

namespace tocsin::media {
namespace {

using test::nearColour;
using test::pixelAt;
using test::sampleFilm;

FramePtr thumbnail(std::filesystem::path const& file, ThumbnailOrder const& order = {}) {
    auto const target = test::fileOf("", "jpg");
    auto const done = makeThumbnail(toRead(file), toWrite(target), order);
    if (!done) {
        ADD_FAILURE() << done.error().message;
        return blackFrame(1, 1);
    }
    EXPECT_EQ(probe(target).codec, "jpeg");
    EXPECT_EQ(static_cast<std::uintmax_t>(done->bytes), std::filesystem::file_size(target));
    auto const frame = loadPicture(target, {done->width, done->height});
    EXPECT_TRUE(frame);
    return frame ? *frame : blackFrame(1, 1);
}

TEST(Thumbnail, FitsTheBox) {
    auto const small = thumbnail(test::samplePicture("png"), {80, 80});
    EXPECT_EQ(small->width, 80);
    EXPECT_EQ(small->height, 48);
    EXPECT_TRUE(nearColour(pixelAt(*small, 10, 36), 255, 0, 0, 12));
    EXPECT_EQ(thumbnail(test::samplePicture("webp"))->width, 160) << "enlarged";
    auto const page = thumbnail(test::samplePdf({.pages = 2}));
    EXPECT_EQ(page->width, 213);
    EXPECT_EQ(page->height, 320);
    EXPECT_TRUE(nearColour(pixelAt(*page, 160, 80), 0, 0, 255, 12));
}

TEST(Thumbnail, LaysWhatIsTransparentOverGrey) {
    auto const frame = thumbnail(test::madeByFfmpeg(
        "-f lavfi -i color=white:s=64x64 -vf \"format=rgba,geq=r=255:g=255:b=255:a='if(lt(X,32),0,"
        "255)'\" -frames:v 1",
        "png"));
    EXPECT_TRUE(nearColour(pixelAt(*frame, 16, 32), 128, 128, 128, 4));
    EXPECT_TRUE(nearColour(pixelAt(*frame, 48, 32), 255, 255, 255, 4));
}

TEST(Thumbnail, ShowsAFilmAtATenthOfItsLength) {
    test::FilmSpec spec;
    spec.frames = 200;
    for (auto const* const suffix : {"mp4", "ts"}) {
        spec.suffix = suffix;
        EXPECT_EQ(test::numberIn(*thumbnail(sampleFilm(spec))), 20) << suffix;
    }
    spec.rotation = 90;
    spec.suffix = "mp4";
    EXPECT_EQ(thumbnail(sampleFilm(spec))->width, 96);
}

TEST(Thumbnail, LooksFurtherWhereAFilmIsOfOneColour) {
    auto const film = test::madeByFfmpeg(
        "-i " + sampleFilm({.frames = 200}).string() +
            " -vf \"drawbox=c=0x101010:t=fill:enable='lt(n,100)'\" -c:v libx264 -crf 8",
        "mp4");
    EXPECT_GE(test::numberIn(*thumbnail(film)), 100);
    auto const black = test::madeByFfmpeg(
        "-f lavfi -i color=black:s=64x64:d=2 -c:v libx264 -pix_fmt yuv420p", "mp4");
    EXPECT_TRUE(nearColour(pixelAt(*thumbnail(black), 32, 32), 0, 0, 0, 6));
}

TEST(Thumbnail, IsMadeOfAFilmOfOneFrame) {
    EXPECT_EQ(test::numberIn(*thumbnail(sampleFilm({.frames = 1, .firstNumber = 5}))), 5);
}

struct Clip {
    Result<Transcoded> done = Error{Errc::invalid, "not run"};
    std::filesystem::path file;
    [[nodiscard]] int firstNumber() const {
        auto film = openFilm(file, {160, 96}, {});
        auto const frame = film ? (*film)->frameAt(MediaTime(0), MediaTime(2'000))
                                : Result<FramePtr>(film.error());
        return frame ? test::numberIn(**frame) : -1;
    }
};

Clip preview(std::filesystem::path const& film, PreviewOrder const& order) {
    Clip out;
    out.file = test::fileOf("", "mp4");
    out.done = makePreview(toRead(film), toWrite(out.file), order, [](double, std::int64_t) {});
    return out;
}

TEST(Preview, IsAShortSilentFilmFromATenthOn) {
    test::FilmSpec spec;
    spec.frames = 200;
    spec.sound = true;
    auto const clip = preview(sampleFilm(spec), {.seconds = 2});
    ASSERT_TRUE(clip.done) << clip.done.error().message;
    auto const verdict = probe(clip.file);
    EXPECT_TRUE(verdict.accepted && verdict.needs.empty()) << verdict.reason;
    EXPECT_EQ(verdict.codec, "h264");
    EXPECT_EQ(verdict.pixelFormat, "yuv420p");
    EXPECT_FALSE(verdict.sound);
    EXPECT_EQ(verdict.durationMs, 2'000);
    EXPECT_EQ(clip.firstNumber(), 20);
    auto const bytes = test::bytesOf(clip.file);
    EXPECT_LT(bytes.find("moov"), bytes.find("mdat"));
}

TEST(Preview, IsAllOfAShortFilm) {
    auto const clip = preview(sampleFilm({}), {.width = 81, .height = 60, .seconds = 8});
    ASSERT_TRUE(clip.done) << clip.done.error().message;
    EXPECT_EQ(clip.done->durationMs, 2'000);
    EXPECT_EQ(clip.done->width, 80);
    EXPECT_EQ(clip.done->height, 48);
}

TEST(Preview, HasAtMostThirtyFramesASecond) {
    test::FilmSpec spec;
    spec.fpsNum = 50;
    EXPECT_EQ(preview(sampleFilm(spec), {}).done->rateNum, 25);
}

TEST(Preview, IsMadeOfFilmsOnly) {
    for (auto const& file : {test::samplePicture("png"), test::samplePdf({})}) {
        auto const clip = preview(file, {});
        ASSERT_FALSE(clip.done);
        EXPECT_NE(clip.done.error().message.find("picture or a document"), std::string::npos);
    }
    EXPECT_FALSE(preview(sampleFilm({}), {.seconds = 61}).done);
    EXPECT_FALSE(preview(sampleFilm({}), {.width = 8}).done);
}

}  // namespace
}  // namespace tocsin::media
