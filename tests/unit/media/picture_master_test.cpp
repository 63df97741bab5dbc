// SPDX-License-Identifier: Apache-2.0
// Pictures of all kinds into the house's picture.
#include "tocsin/media/picture_master.hpp"

#include <gtest/gtest.h>

#include "descriptors.hpp"
#include "media_samples.hpp"
#include "tocsin/media/picture.hpp"
#include "tocsin/media/probe.hpp"

namespace tocsin::media {
namespace {

using test::nearColour;
using test::pixelAt;

struct Made {
    Result<PictureMaster> done = Error{Errc::invalid, "not run"};
    std::filesystem::path file;
    FramePtr frame;  ///< as the player shows it at its own size
};

Made make(std::filesystem::path const& picture, PictureOrder const& order = {}) {
    Made out;
    out.file = test::fileOf("", "bin");
    out.done = makePictureMaster(toRead(picture), toWrite(out.file), order);
    if (!out.done) {
        ADD_FAILURE() << out.done.error().message;
        out.done = PictureMaster{};
        out.frame = blackFrame(1, 1);
        return out;
    }
    auto frame = loadPicture(out.file, {out.done->width, out.done->height});
    EXPECT_TRUE(frame) << (frame ? "" : frame.error().message);
    out.frame = frame ? *frame : blackFrame(1, 1);
    EXPECT_EQ(static_cast<std::uintmax_t>(out.done->bytes), std::filesystem::file_size(out.file));
    auto const verdict = probe(out.file);
    EXPECT_TRUE(verdict.accepted && verdict.playable && verdict.needs.empty()) << verdict.reason;
    EXPECT_EQ(verdict.codec, out.done->format == PictureFormat::png ? "png" : "jpeg");
    EXPECT_EQ(verdict.width, out.done->width);
    return out;
}

/// Red, green, blue and white from left to right in the lower half, black above.
void expectBars(Frame const& frame, int tolerance) {
    auto const bar = [&](int index) {
        return pixelAt(frame, frame.width * (2 * index + 1) / 8, frame.height * 3 / 4);
    };
    EXPECT_TRUE(nearColour(bar(0), 255, 0, 0, tolerance));
    EXPECT_TRUE(nearColour(bar(1), 0, 255, 0, tolerance));
    EXPECT_TRUE(nearColour(bar(2), 0, 0, 255, tolerance));
    EXPECT_TRUE(nearColour(bar(3), 255, 255, 255, tolerance));
    EXPECT_TRUE(nearColour(pixelAt(frame, frame.width / 2, frame.height / 4), 0, 0, 0, tolerance));
}

std::filesystem::path bars(std::string const& suffix, std::string const& options = {}) {
    return test::madeByFfmpeg("-i " + test::samplePicture("png").string() + " " + options, suffix);
}

TEST(PictureMaster, KeepsColoursOfEveryKind) {
    for (auto const& [file, format] : {std::pair{bars("bmp"), PictureFormat::png},
                                       {bars("gif"), PictureFormat::png},
                                       {bars("tiff", "-pix_fmt rgb48le"), PictureFormat::png},
                                       {bars("tiff", "-compression_algo lzw"), PictureFormat::png},
                                       {bars("png", "-pix_fmt rgb48be"), PictureFormat::png},
                                       {test::samplePicture("jpg"), PictureFormat::jpeg},
                                       {test::samplePicture("webp"), PictureFormat::png}}) {
        auto const made = make(file);
        EXPECT_EQ(made.done->width, 160);
        EXPECT_EQ(made.done->height, 96);
        EXPECT_EQ(made.done->format, format) << file;
        expectBars(*made.frame, 8);
    }
}

TEST(PictureMaster, FitsTheBoxAndNeverEnlarges) {
    auto const size = [](int width, int height) {
        auto const made =
            make(test::samplePicture("png"), {.maxWidth = width, .maxHeight = height});
        expectBars(*made.frame, 8);
        return std::pair(made.done->width, made.done->height);
    };
    EXPECT_EQ(size(80, 80), std::pair(80, 48));
    EXPECT_EQ(size(8192, 24), std::pair(40, 24));
    EXPECT_EQ(size(3840, 3840), std::pair(160, 96));
}

/// An EXIF segment that says how the picture is to be turned, as cameras write it.
std::filesystem::path turnedJpeg(char orientation) {
    using namespace std::literals;
    auto bytes = test::bytesOf(test::samplePicture("jpg"));
    auto const exif =
        "\xff\xe1\0\x22"
        "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"s +
        orientation + "\0\0\0\0\0\0"s;
    return test::fileOf(bytes.insert(2, exif), "jpg");
}

TEST(PictureMaster, StandsUpright) {
    auto const made = make(turnedJpeg(6));
    ASSERT_EQ(made.done->width, 96);
    ASSERT_EQ(made.done->height, 160);
    // Turned clockwise, the lower left is at the upper left.
    EXPECT_TRUE(nearColour(pixelAt(*made.frame, 24, 20), 255, 0, 0, 8));
    EXPECT_TRUE(nearColour(pixelAt(*made.frame, 24, 140), 255, 255, 255, 8));
}

/// Colours in the corners of the picture as it is shown: k black, r red, w white; upper left, upper
/// right, lower left, lower right.
struct Turned {
    char orientation;
    std::string_view corners;
};

bool isOfColour(test::Pixel const& pixel, char colour) {
    int const red = colour == 'k' ? 0 : 255, rest = colour == 'w' ? 255 : 0;
    return nearColour(pixel, red, rest, rest, 8);
}

TEST(PictureMaster, StandsUprightHoweverTheCameraWasHeld) {
    for (auto const& [orientation, corners] : {Turned{1, "kkrw"},
                                               {2, "kkwr"},
                                               {3, "wrkk"},
                                               {4, "rwkk"},
                                               {5, "krkw"},
                                               {6, "rkwk"},
                                               {7, "wkrk"},
                                               {8, "kwkr"}}) {
        SCOPED_TRACE(static_cast<int>(orientation));
        auto const made = make(turnedJpeg(orientation));
        bool const sideways = orientation > 4;
        ASSERT_EQ(made.done->width, sideways ? 96 : 160);
        ASSERT_EQ(made.done->height, sideways ? 160 : 96);
        // The coloured half is a quarter of the way in, its outer bars an eighth.
        int const x = made.frame->width / (sideways ? 4 : 8);
        int const y = made.frame->height / (sideways ? 8 : 4);
        int const right = made.frame->width - x, low = made.frame->height - y;
        EXPECT_TRUE(isOfColour(pixelAt(*made.frame, x, y), corners[0]));
        EXPECT_TRUE(isOfColour(pixelAt(*made.frame, right, y), corners[1]));
        EXPECT_TRUE(isOfColour(pixelAt(*made.frame, x, low), corners[2]));
        EXPECT_TRUE(isOfColour(pixelAt(*made.frame, right, low), corners[3]));
        EXPECT_EQ(test::bytesOf(made.file).find("Exif"), std::string::npos)
            << "nothing that reads the picture may turn it again";
    }
}

/// A TIFF with the tag of orientation in its directory, for which the last tag, the writing
/// program's name, makes room: tags are sorted.
std::filesystem::path turnedTiff(char orientation) {
    using namespace std::literals;
    auto bytes = test::bytesOf(bars("tiff"));
    auto const samples = bytes.rfind("\x15\x01\x03\0\x01\0\0\0"s);  // 277
    auto const program = bytes.rfind("\x31\x01\x02\0\x0e\0\0\0"s);  // 305
    EXPECT_LT(samples, program);
    bytes.erase(program, 12);
    bytes.insert(samples, "\x12\x01\x03\0\x01\0\0\0"s + orientation + "\0\0\0"s);  // 274
    return test::fileOf(bytes, "tiff");
}

TEST(PictureMaster, TurnsScansAsTheySay) {
    EXPECT_EQ(make(turnedTiff(1)).done->width, 160);
    auto const made = make(turnedTiff(8));
    ASSERT_EQ(made.done->width, 96);
    // Turned against the clock, the lower left is at the lower right.
    EXPECT_TRUE(nearColour(pixelAt(*made.frame, 72, 140), 255, 0, 0, 8));
    auto const mirrored = make(turnedTiff(2));
    EXPECT_TRUE(nearColour(pixelAt(*mirrored.frame, 140, 72), 255, 0, 0, 8));
}

TEST(PictureMaster, KeepsAlpha) {
    auto const seeThrough = test::madeByFfmpeg(
        "-f lavfi -i color=white:s=64x64 -vf "
        "\"format=rgba,geq=r=255:g=0:b=0:a='if(lt(X,32),0,if(lt("
        "Y,32),128,255))'\" -frames:v 1",
        "png");
    for (int const side : {3840, 32}) {
        auto const made = make(seeThrough, {.maxWidth = side, .maxHeight = side});
        EXPECT_EQ(made.done->format, PictureFormat::png);
        Canvas canvas{made.done->width, made.done->height};
        canvas.transparent = true;
        auto const frame = loadPicture(made.file, canvas);
        ASSERT_TRUE(frame);
        int const at = canvas.width / 4;
        EXPECT_EQ(pixelAt(**frame, at, at).alpha, 0);
        EXPECT_NEAR(pixelAt(**frame, 3 * at, at).alpha, 128, 2);
        EXPECT_NEAR(pixelAt(**frame, 3 * at, at).red, 128, 3);
        EXPECT_EQ(pixelAt(**frame, 3 * at, 3 * at).alpha, 255);
    }
}

TEST(PictureMaster, IsAJpegOfWhatIsAPhotographThoughStoredWithoutLoss) {
    auto const noise = test::madeByFfmpeg(
        "-f lavfi -i color=gray:s=320x240 -vf \"format=rgb24,noise=alls=60:allf=t\" -frames:v 1",
        "bmp");
    EXPECT_EQ(make(noise).done->format, PictureFormat::jpeg);
}

TEST(PictureMaster, RefusesOrdersAndFilesThatMakeNoSense) {
    auto const fails = [](std::filesystem::path const& file, PictureOrder const& order) {
        auto const done = makePictureMaster(toRead(file), toWrite(test::fileOf("", "png")), order);
        EXPECT_FALSE(done);
        return done ? std::string() : done.error().message;
    };
    auto const good = test::samplePicture("png");
    EXPECT_NE(fails(good, {.maxWidth = 15}).find("maxWidth"), std::string::npos);
    EXPECT_NE(fails(good, {.maxHeight = 8193}).find("8192"), std::string::npos);
    EXPECT_NE(fails(good, {.page = 0}).find("page"), std::string::npos);
    EXPECT_NE(fails(test::fileOf("", "png"), {}).find("empty"), std::string::npos);
    EXPECT_NE(fails(test::cutFile(good, 500), {}).find("cut off"), std::string::npos);
    EXPECT_NE(fails(test::sampleFilm({}), {}).find("not a picture"), std::string::npos);
}

}  // namespace
}  // namespace tocsin::media
