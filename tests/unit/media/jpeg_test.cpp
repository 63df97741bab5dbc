// SPDX-License-Identifier: Apache-2.0
// JPEG out: the picture, the words inside it, and its limits.
#include "tocsin/media/jpeg.hpp"

#include <gtest/gtest.h>

#include <random>

#include "media_samples.hpp"
#include "tocsin/media/picture.hpp"

namespace tocsin::media {
namespace {

Frame bars(int width, int height) {
    return **loadPicture(test::samplePicture("png"), {width, height, Fit::stretch});
}

Frame noise(int width, int height) {
    std::mt19937 random(1);
    Frame frame(width, height);
    for (auto& byte : frame.pixels) {
        byte = static_cast<std::uint8_t>(random());
    }
    return frame;
}

FramePtr decoded(std::string const& jpeg, int width, int height) {
    auto picture = loadPicture(test::fileOf(jpeg, "jpg"), {width, height, Fit::stretch});
    EXPECT_TRUE(picture) << picture.error().message;
    return picture ? *picture : blackFrame(width, height);
}

double meanDifference(Frame const& a, Frame const& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i) {
        sum += i % 4 == 3 ? 0 : std::abs(a.pixels[i] - b.pixels[i]);
    }
    return sum / (static_cast<double>(a.pixels.size()) * 3 / 4);
}

TEST(Jpeg, ShowsTheFrameAtItsOwnSize) {
    auto const frame = bars(192, 32);
    auto const jpeg = encodeJpeg(frame, {}, "words").value();
    EXPECT_LT(meanDifference(frame, *decoded(jpeg, 192, 32)), 2.0);
}

TEST(Jpeg, IsScaledDownToItsWidth) {
    auto const jpeg = encodeJpeg(bars(2560, 1440), {}, "").value();
    EXPECT_LT(meanDifference(bars(1280, 720), *decoded(jpeg, 1280, 720)), 2.0);
    // The frame header (SOF0) says height and width.
    EXPECT_NE(jpeg.find(std::string("\xff\xc0\x00\x11\x08\x02\xd0\x05\x00", 9)), std::string::npos);
}

TEST(Jpeg, CarriesTheCommentRightBehindItsHead) {
    auto const jpeg = encodeJpeg(bars(64, 64), {}, "what this shows").value();
    auto const at = jpeg.find("what this shows");
    ASSERT_NE(at, std::string::npos);
    EXPECT_EQ(jpeg.substr(at - 4, 4), std::string("\xff\xfe\x00\x11", 4));
    EXPECT_LE(at, 2U + 18U + 4U);
    EXPECT_EQ(jpeg.find("Lavc"), std::string::npos);
}

TEST(Jpeg, BecomesCoarserUntilItFits) {
    auto const frame = noise(1280, 720);
    auto const large = encodeJpeg(frame, {1280, 20'000'000}, "").value();
    auto const small = encodeJpeg(frame, {1280, 300'000}, "").value();
    EXPECT_GT(large.size(), 1'000'000U);
    EXPECT_LE(small.size(), 300'000U);
    EXPECT_FALSE(encodeJpeg(frame, {1280, 100}, ""));
}

TEST(Jpeg, TakesFramesOfOnePixel) {
    auto const jpeg = encodeJpeg(Frame(1, 1), {}, "x");
    ASSERT_TRUE(jpeg) << jpeg.error().message;
    EXPECT_EQ(decoded(*jpeg, 1, 1)->pixels[0], 0);
}

}  // namespace
}  // namespace tocsin::media
