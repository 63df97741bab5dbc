// SPDX-License-Identifier: Apache-2.0
// Pictures in and out.
#include "tocsin/media/picture.hpp"

#include <gtest/gtest.h>

#include "media_samples.hpp"

namespace tocsin::media {
namespace {

using test::nearColour;
using test::pixelAt;

class PictureOfKind : public testing::TestWithParam<char const*> {};

TEST_P(PictureOfKind, ShowsItsColours) {
    auto const picture = loadPicture(test::samplePicture(GetParam()), {160, 96});
    ASSERT_TRUE(picture) << picture.error().message;
    auto const& frame = **picture;
    EXPECT_TRUE(nearColour(pixelAt(frame, 20, 70), 255, 0, 0, 6));
    EXPECT_TRUE(nearColour(pixelAt(frame, 60, 70), 0, 255, 0, 6));
    EXPECT_TRUE(nearColour(pixelAt(frame, 100, 70), 0, 0, 255, 6));
    EXPECT_TRUE(nearColour(pixelAt(frame, 140, 70), 255, 255, 255, 6));
    EXPECT_TRUE(nearColour(pixelAt(frame, 140, 20), 0, 0, 0, 6));
}

TEST_P(PictureOfKind, IsRefusedWhenCutOff) {
    for (int const permille : {100, 500, 900, 990}) {
        auto const picture =
            loadPicture(test::cutFile(test::samplePicture(GetParam()), permille), {160, 96});
        ASSERT_FALSE(picture) << permille;
        EXPECT_EQ(picture.error().code, Errc::damaged);
    }
}

INSTANTIATE_TEST_SUITE_P(All, PictureOfKind, testing::Values("jpg", "png", "webp"));

TEST(Picture, LiesOverBlackWhereItIsTransparent) {
    auto const file =
        test::madeByFfmpeg("-f lavfi -i color=red@0.5:s=64x64,format=rgba -frames:v 1", "png");
    auto const picture = loadPicture(file, {32, 32});
    ASSERT_TRUE(picture) << picture.error().message;
    EXPECT_TRUE(nearColour(pixelAt(**picture, 16, 16), 127, 0, 0, 3))
        << pixelAt(**picture, 16, 16).red;
    EXPECT_EQ(pixelAt(**picture, 16, 16).alpha, 255);
}

TEST(Picture, KeepsItsShadesWhenScaled) {
    for (auto const* const format : {"rgb24", "rgba", "rgb48be"}) {
        auto const file = test::madeByFfmpeg(
            std::string("-f lavfi -i color=0x40a020:s=64x64,format=rgb24 -frames:v 1 -pix_fmt ") +
                format,
            "png");
        for (int const side : {32, 64, 100}) {
            auto const picture = loadPicture(file, {side, side});
            ASSERT_TRUE(picture) << picture.error().message;
            EXPECT_TRUE(nearColour(pixelAt(**picture, 16, 16), 0x40, 0xa0, 0x20, 3))
                << format << ' ' << side << ' ' << pixelAt(**picture, 16, 16).red;
        }
    }
}

TEST(Picture, IsLetterboxed) {
    auto const picture = loadPicture(test::samplePicture("png"), {160, 160});
    ASSERT_TRUE(picture);
    EXPECT_TRUE(nearColour(pixelAt(**picture, 20, 31 + 90), 255, 0, 0, 2));
    EXPECT_TRUE(nearColour(pixelAt(**picture, 20, 150), 0, 0, 0, 0));
}

TEST(Png, IsReadBackByteForByte) {
    Frame frame(37, 19);
    for (std::size_t i = 0; i < frame.pixels.size(); ++i) {
        frame.pixels[i] = i % 4 == 3 ? 255 : static_cast<std::uint8_t>(i * 31);
    }
    auto const file = test::sampleFolder() / "back.png";
    ASSERT_TRUE(writePng(frame, file));
    auto const back = loadPicture(file, {37, 19});
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ((*back)->pixels, frame.pixels);
}

TEST(Png, SaysWhereItCannotWriteAndLeavesNothing) {
    auto const folder = test::sampleFolder() / "absent";
    auto const written = writePng(*blackFrame(2, 2), folder / "x.png");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, Errc::unavailable);
    EXPECT_NE(written.error().message.find("x.png"), std::string::npos);
}

TEST(BlackFrame, IsOpaque) {
    auto const frame = blackFrame(3, 2);
    EXPECT_EQ(frame->pixels.size(), 24U);
    EXPECT_EQ(pixelAt(*frame, 2, 1).alpha, 255);
    EXPECT_EQ(pixelAt(*frame, 2, 1).red, 0);
}

}  // namespace
}  // namespace tocsin::media
