// SPDX-License-Identifier: Apache-2.0
// Slogans as pixels.
#include "slogan_pictures.hpp"

namespace tocsin::media {
namespace {

using test::inked;
using test::movedBy;
using test::render;
using test::wordAt;

struct Screen {
    int width, height;
};

class StillSlogan : public testing::TestWithParam<Screen> {};

TEST_P(StillSlogan, FillsItsShareOfTheScreenAndStaysInside) {
    auto const [width, height] = GetParam();
    for (std::string const text : {"注意安全", "安全第一,预防为主", "Mind the gap\n小心"}) {
        SloganStyle style;
        style.text = text;
        auto const art = render(style, {width, height});
        ASSERT_TRUE(art);
        EXPECT_TRUE(art->still());
        auto const frame = art->frameAt(0, {});
        EXPECT_EQ(frame, art->frameAt(1'000, {}));
        auto const box = inked(*frame, style);
        ASSERT_FALSE(box.empty());
        EXPECT_GE(box.left, width / 10 - 1);
        EXPECT_LE(box.right, width * 9 / 10);
        EXPECT_GE(box.top, height / 10 - 1);
        EXPECT_LE(box.bottom, height * 9 / 10);
        bool const wideEnough = 2 * box.width() > width;
        bool const highEnough = 2 * box.height() > height;
        EXPECT_TRUE(wideEnough || highEnough);
        EXPECT_NEAR(box.left, width - 1 - box.right, 2);
    }
}

INSTANTIATE_TEST_SUITE_P(All, StillSlogan,
                         testing::Values(Screen{960, 540}, Screen{1920, 1080}, Screen{192, 96},
                                         Screen{96, 192}));

TEST(Slogan, BreaksAfterThePunctuation) {
    SloganStyle style;
    style.text = "安全生产,人人有责";
    auto const art = render(style, {960, 540});
    ASSERT_TRUE(art);
    auto const frame = art->frameAt(0, {});
    // Two lines: a row of background between two rows of letters.
    int gaps = 0;
    bool before = false;
    for (int y = 0; y < 540; ++y) {
        bool ink = false;
        for (int x = 0; x < 960 && !ink; ++x) {
            ink = wordAt(*frame, x, y) == test::wordOf(style.colour);
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
        auto const art = renderSlogan(copy, {192, 1});
        ASSERT_FALSE(art);
        EXPECT_EQ(art.error().code, Errc::invalid);
    }
    EXPECT_FALSE(renderSlogan(described, {0, 32}));
    EXPECT_FALSE(renderSlogan(described, {192, 32, 0}));
}

TEST(Slogan, TellsThatAFontIsNotTheApprovedOne) {
    SloganStyle style;
    style.text = "安全";
    auto described = describeSlogan(style).value();
    for (auto& font : described.fonts) {
        font.file.bytes[0] ^= 1;
    }
    auto const art = renderSlogan(described, {192, 32});
    ASSERT_TRUE(art);
    EXPECT_FALSE((*art)->fontMismatches().empty());
}

TEST(ScrollingSlogan, EntersAtTheRightEdge) {
    SloganStyle style;
    style.text = "安全第一";
    style.motion = SloganMotion::scrollLeft;
    style.pixelsPerSecond = 50;
    auto const art = render(style, {192, 32});
    ASSERT_TRUE(art);
    EXPECT_FALSE(art->still());
    EXPECT_EQ(inked(*art->frameAt(0, {}), style).right, -1);
    EXPECT_GE(inked(*art->frameAt(10, {}), style).left, 172);
    EXPECT_LE(inked(*art->frameAt(10, {}), style).left, 175);
}

TEST(ScrollingSlogan, MovesWholePixelsATick) {
    SloganStyle style;
    style.text = "安全第一,预防为主";
    style.motion = SloganMotion::scrollLeft;
    style.pixelsPerSecond = 60;  // 2.4 a tick: 2
    auto const art = render(style, {192, 32});
    ASSERT_TRUE(art);
    for (int tick = 0; tick < 400; tick += 1) {
        ASSERT_TRUE(movedBy(*art->frameAt(tick, {}), *art->frameAt(tick + 1, {}), 2, 0)) << tick;
    }
}

TEST(ScrollingSlogan, MovesOnePixelEverySoManyTicksIfItIsSlow) {
    SloganStyle style;
    style.text = "安全第一,预防为主";
    style.motion = SloganMotion::scrollLeft;
    style.pixelsPerSecond = 10;  // 2.5 ticks a pixel: 3
    auto const art = render(style, {192, 32});
    ASSERT_TRUE(art);
    for (int tick = 0; tick < 600; tick += 3) {
        auto const frame = art->frameAt(tick, {});
        ASSERT_EQ(art->frameAt(tick + 1, {}), frame);
        ASSERT_EQ(art->frameAt(tick + 2, {}), frame);
        ASSERT_TRUE(movedBy(*frame, *art->frameAt(tick + 3, {}), 1, 0)) << tick;
    }
}

TEST(ScrollingSlogan, GoesRoundForEver) {
    SloganStyle style;
    style.text = "安全第一";
    style.motion = SloganMotion::scrollLeft;
    style.pixelsPerSecond = 75;
    auto const art = render(style, {96, 32});
    ASSERT_TRUE(art);
    auto const settled = art->frameAt(40, {})->pixels;
    std::int64_t period = 1;
    while (period < 400 && art->frameAt(40 + period, {})->pixels != settled) {
        ++period;
    }
    ASSERT_LT(period, 400);
    EXPECT_GT(period, 20);
    EXPECT_EQ(art->frameAt(40 + period * 1'000'000'000, {})->pixels, settled);
    EXPECT_NE(inked(*art->frameAt(40 + period / 2, {}), style).right, -1);
}

TEST(ScrollingSlogan, KeepsAFrameUnchangedAfterItWasHandedOut) {
    SloganStyle style;
    style.text = "安全第一";
    style.motion = SloganMotion::scrollLeft;
    auto const art = render(style, {192, 32});
    ASSERT_TRUE(art);
    auto const held = art->frameAt(30, {});
    auto const copy = held->pixels;
    for (int tick = 31; tick < 60; ++tick) {
        static_cast<void>(art->frameAt(tick, {}));
    }
    EXPECT_EQ(held->pixels, copy);
}

}  // namespace
}  // namespace tocsin::media
