// SPDX-License-Identifier: Apache-2.0
// Slogans as pixels.
#include <gtest/gtest.h>

#include <algorithm>
#include <climits>
#include <cstring>

#include "media_samples.hpp"
#include "tocsin/media/slogan.hpp"

namespace tocsin::media {
namespace {

using test::nearColour;
using test::pixelAt;

std::unique_ptr<SloganArt> render(SloganStyle const& style, int width, int height, int fps = 25) {
    auto const described = describeSlogan(style);
    if (!described) {
        ADD_FAILURE() << described.error().message;
        return nullptr;
    }
    auto art = renderSlogan(*described, width, height, fps, 1);
    if (!art) {
        ADD_FAILURE() << art.error().message;
        return nullptr;
    }
    EXPECT_TRUE((*art)->fontMismatches().empty());
    return *std::move(art);
}

struct Box {
    int left = INT_MAX, top = INT_MAX, right = -1, bottom = -1;
};

/// What is not background.
Box inked(Frame const& frame, Colour background) {
    Box box;
    for (int y = 0; y < frame.height; ++y) {
        for (int x = 0; x < frame.width; ++x) {
            if (!nearColour(pixelAt(frame, x, y), background.red, background.green, background.blue,
                            0)) {
                box = {std::min(box.left, x), std::min(box.top, y), std::max(box.right, x),
                       std::max(box.bottom, y)};
            }
        }
    }
    return box;
}

struct Screen {
    int width, height;
};

class StillSlogan : public testing::TestWithParam<Screen> {};

TEST_P(StillSlogan, FillsItsShareOfTheScreenAndStaysInside) {
    auto const [width, height] = GetParam();
    for (std::string const text :
         {"注意安全", "生命至上,安全第一,预防为主", "Mind the gap\n小心"}) {
        SloganStyle style;
        style.text = text;
        auto const art = render(style, width, height);
        ASSERT_TRUE(art);
        EXPECT_TRUE(art->still());
        auto const frame = art->frameAt(0);
        EXPECT_EQ(frame, art->frameAt(1'000));
        auto const box = inked(*frame, style.background);
        ASSERT_GE(box.right, 0) << "blank";
        EXPECT_GE(box.left, width / 10 - 1);
        EXPECT_LE(box.right, width * 9 / 10);
        EXPECT_GE(box.top, height / 10 - 1);
        EXPECT_LE(box.bottom, height * 9 / 10);
        bool const wideEnough = 2 * (box.right - box.left) > width;
        bool const highEnough = 2 * (box.bottom - box.top) > height;
        EXPECT_TRUE(wideEnough || highEnough);
        EXPECT_NEAR(box.left, width - 1 - box.right, 2);
    }
}

INSTANTIATE_TEST_SUITE_P(All, StillSlogan,
                         testing::Values(Screen{960, 540}, Screen{1920, 1080}, Screen{192, 32},
                                         Screen{96, 192}));

TEST(Slogan, BreaksAfterThePunctuation) {
    SloganStyle style;
    style.text = "安全生产,人人有责";
    auto const art = render(style, 960, 540);
    ASSERT_TRUE(art);
    auto const frame = art->frameAt(0);
    // Two lines: a row of background between two rows of letters.
    int gaps = 0;
    bool before = false;
    for (int y = 0; y < 540; ++y) {
        bool ink = false;
        for (int x = 0; x < 960 && !ink; ++x) {
            ink = pixelAt(*frame, x, y).green > 100;
        }
        gaps += before && !ink ? 1 : 0;
        before = ink;
    }
    EXPECT_EQ(gaps, 2);
}

TEST(Slogan, IsRefusedWhereItCannotBeRead) {
    SloganStyle style;
    style.text = "安全生产";
    auto const described = describeSlogan(style).value();
    for (auto const motion : {SloganMotion::still, SloganMotion::scrollLeft}) {
        auto copy = described;
        copy.style.motion = motion;
        auto const art = renderSlogan(copy, 192, 1, 25, 1);
        ASSERT_FALSE(art);
        EXPECT_EQ(art.error().code, Errc::invalid);
    }
    EXPECT_FALSE(renderSlogan(described, 0, 32, 25, 1));
    EXPECT_FALSE(renderSlogan(described, 192, 32, 0, 1));
}

TEST(Slogan, TellsThatAFontIsNotTheApprovedOne) {
    SloganStyle style;
    style.text = "安全";
    auto described = describeSlogan(style).value();
    for (auto& font : described.fonts) {
        font.file.bytes[0] ^= 1;
    }
    auto const art = renderSlogan(described, 192, 32, 25, 1);
    ASSERT_TRUE(art);
    EXPECT_FALSE((*art)->fontMismatches().empty());
}

TEST(ScrollingSlogan, EntersAtTheRightEdge) {
    SloganStyle style;
    style.text = "安全第一";
    style.motion = SloganMotion::scrollLeft;
    style.pixelsPerSecond = 50;
    auto const art = render(style, 192, 32);
    ASSERT_TRUE(art);
    EXPECT_FALSE(art->still());
    EXPECT_EQ(inked(*art->frameAt(0), style.background).right, -1);
    EXPECT_GE(inked(*art->frameAt(10), style.background).left, 172);
    EXPECT_LE(inked(*art->frameAt(10), style.background).left, 175);
}

/// Whether `later` is `earlier` moved left by `pixels`.
bool movedBy(Frame const& earlier, Frame const& later, int pixels) {
    auto const kept = static_cast<std::size_t>(earlier.width - pixels) * 4;
    for (int y = 0; y < earlier.height; ++y) {
        auto const row = static_cast<std::size_t>(y) * earlier.stride();
        if (std::memcmp(earlier.pixels.data() + row + static_cast<std::size_t>(pixels) * 4,
                        later.pixels.data() + row, kept) != 0) {
            return false;
        }
    }
    return true;
}

TEST(ScrollingSlogan, MovesWholePixelsATick) {
    SloganStyle style;
    style.text = "安全第一,预防为主";
    style.motion = SloganMotion::scrollLeft;
    style.pixelsPerSecond = 60;  // 2.4 a tick: 2
    auto const art = render(style, 192, 32);
    ASSERT_TRUE(art);
    for (int tick = 0; tick < 400; tick += 1) {
        ASSERT_TRUE(movedBy(*art->frameAt(tick), *art->frameAt(tick + 1), 2)) << tick;
    }
    style.pixelsPerSecond = 1;  // never stands still
    auto const slow = render(style, 192, 32);
    ASSERT_TRUE(slow);
    EXPECT_TRUE(movedBy(*slow->frameAt(50), *slow->frameAt(51), 1));
}

TEST(ScrollingSlogan, GoesRoundForEver) {
    SloganStyle style;
    style.text = "安全第一";
    style.motion = SloganMotion::scrollLeft;
    style.pixelsPerSecond = 75;
    auto const art = render(style, 96, 32);
    ASSERT_TRUE(art);
    auto const settled = art->frameAt(40)->pixels;
    std::int64_t period = 1;
    while (period < 400 && art->frameAt(40 + period)->pixels != settled) {
        ++period;
    }
    ASSERT_LT(period, 400);
    EXPECT_GT(period, 20);
    EXPECT_EQ(art->frameAt(40 + period * 1'000'000'000)->pixels, settled);
    EXPECT_NE(inked(*art->frameAt(40 + period / 2), style.background).right, -1);
}

TEST(ScrollingSlogan, KeepsAFrameUnchangedAfterItWasHandedOut) {
    SloganStyle style;
    style.text = "安全第一";
    style.motion = SloganMotion::scrollLeft;
    auto const art = render(style, 192, 32);
    ASSERT_TRUE(art);
    auto const held = art->frameAt(30);
    auto const copy = held->pixels;
    for (int tick = 31; tick < 60; ++tick) {
        static_cast<void>(art->frameAt(tick));
    }
    EXPECT_EQ(held->pixels, copy);
}

}  // namespace
}  // namespace tocsin::media
