// SPDX-License-Identifier: Apache-2.0
// The test pattern, pixel by pixel where it counts.
#include "stage/test_pattern.hpp"

#include <gtest/gtest.h>

#include <array>

namespace tocsin::player {
namespace {

using Rgb = std::array<int, 3>;
constexpr Rgb kWhite{255, 255, 255}, kRed{255, 0, 0}, kGreen{0, 255, 0}, kBlue{0, 0, 255},
    kYellow{255, 255, 0};

Rgb at(media::Frame const& frame, int x, int y) {
    auto const i = static_cast<std::size_t>(y) * frame.stride() + static_cast<std::size_t>(x) * 4;
    return {frame.pixels[i + 2], frame.pixels[i + 1], frame.pixels[i]};
}

TEST(TestPattern, HasWhiteEdgesAndAColourInEachCorner) {
    for (auto const size : {Size{192, 32}, Size{960, 540}, Size{32, 192}, Size{64, 64}}) {
        auto const frame = TestPattern(size, {25, 1}).frameAt(20);
        int const right = size.width - 1, bottom = size.height - 1;
        for (int x = 0; x <= right; ++x) {
            ASSERT_EQ(at(*frame, x, 0), kWhite) << x;
            ASSERT_EQ(at(*frame, x, bottom), kWhite) << x;
        }
        for (int y = 0; y <= bottom; ++y) {
            ASSERT_EQ(at(*frame, 0, y), kWhite) << y;
            ASSERT_EQ(at(*frame, right, y), kWhite) << y;
        }
        EXPECT_EQ(at(*frame, 1, 1), kRed);
        EXPECT_EQ(at(*frame, right - 1, 1), kGreen);
        EXPECT_EQ(at(*frame, 1, bottom - 1), kBlue);
        EXPECT_EQ(at(*frame, right - 1, bottom - 1), kYellow);
    }
}

TEST(TestPattern, TheRulerHasAMarkOnEveryTenthPixel) {
    auto const frame = TestPattern({960, 540}, {25, 1}).frameAt(20);
    for (int x = 50; x < 900; ++x) {
        EXPECT_EQ(at(*frame, x, 3) == kYellow, x % 10 == 0) << x;
        EXPECT_EQ(at(*frame, x, 7) == kYellow, x % 100 == 0) << x;
    }
    for (int y = 50; y < 500; ++y) {
        EXPECT_EQ(at(*frame, 3, y) == kYellow, y % 10 == 0) << y;
    }
}

TEST(TestPattern, ALineMovesByOnePixelATickAndTheRestStaysButForTheCounter) {
    TestPattern const pattern({192, 32}, {50, 1});
    auto const first = pattern.frameAt(1'000'000);
    auto const second = pattern.frameAt(1'000'001);
    int const column = 1'000'000 % 192;
    for (int y = 0; y < 32; ++y) {
        EXPECT_EQ(at(*first, column, y), kWhite);
        EXPECT_EQ(at(*second, column + 1, y), kWhite);
    }
    EXPECT_NE(first->pixels, second->pixels);
    EXPECT_EQ(pattern.frameAt(1'000'000)->pixels, first->pixels) << "all screens show the same";
    EXPECT_EQ(pattern.frameAt(192 * 100'000)->pixels, pattern.frameAt(0)->pixels);
}

TEST(TestPattern, FitsScreensOfAnySize) {
    for (auto const size :
         {Size{1, 1}, Size{2, 3}, Size{8192, 1}, Size{1, 8192}, Size{16, 16}, Size{8192, 8192}}) {
        auto const frame = TestPattern(size, {30'000, 1001}).frameAt(7);
        EXPECT_EQ(frame->width, size.width);
        EXPECT_EQ(frame->height, size.height);
        EXPECT_EQ(frame->pixels[3], 255);
    }
}

TEST(Turn, TurnsClockwise) {
    media::Frame frame(3, 2);
    for (std::size_t i = 0; i < 6; ++i) {
        frame.pixels[i * 4 + 2] = static_cast<std::uint8_t>(i);  // 0 1 2 / 3 4 5
    }
    auto const turned = [&](int quarters) {
        media::Frame out;
        media::turn(frame, quarters, out);
        std::string reds = std::to_string(out.width) + "x" + std::to_string(out.height) + ":";
        for (std::size_t i = 0; i < 6; ++i) {
            reds += std::to_string(out.pixels[i * 4 + 2]);
        }
        return reds;
    };
    EXPECT_EQ(turned(0), "3x2:012345");
    EXPECT_EQ(turned(1), "2x3:304152");
    EXPECT_EQ(turned(2), "3x2:543210");
    EXPECT_EQ(turned(3), "2x3:251403");
}

}  // namespace
}  // namespace tocsin::player
