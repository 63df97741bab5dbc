// SPDX-License-Identifier: Apache-2.0
// Layers, fades and tone, and that no short cut shows in the picture.
#include "tocsin/media/compositor.hpp"

#include <gtest/gtest.h>

#include <random>

namespace tocsin::media {
namespace {

using Pixel = std::array<int, 4>;  // B G R A

FramePtr filled(int width, int height, Pixel pixel) {
    auto frame = std::make_shared<Frame>(width, height);
    for (std::size_t i = 0; i < frame->pixels.size(); ++i) {
        frame->pixels[i] = static_cast<std::uint8_t>(pixel[i % 4]);
    }
    return frame;
}

Pixel pixelAt(Frame const& frame, int x, int y) {
    auto const* const p = frame.pixels.data() + static_cast<std::size_t>(y) * frame.stride() +
                          static_cast<std::size_t>(x) * 4;
    return {p[0], p[1], p[2], p[3]};
}

FramePtr noise(int width, int height, unsigned seed) {
    std::mt19937 random(seed);
    auto frame = std::make_shared<Frame>(width, height);
    for (std::size_t i = 0; i < frame->pixels.size(); ++i) {
        frame->pixels[i] = static_cast<std::uint8_t>(i % 4 == 3 ? 255 : random());
    }
    return frame;
}

constexpr Pixel kRed{0, 0, 255, 255}, kBlue{255, 0, 0, 255}, kWhite{255, 255, 255, 255};

TEST(Compositor, GivesContentWithoutLayersBackAsItIs) {
    Compositor compositor(8, 4);
    auto const content = filled(8, 4, kRed);
    EXPECT_EQ(compositor.compose(content, {}, Tone{}), content);
}

TEST(Compositor, LaysAnOverlayOverTheContentAndLeavesTheContentAlone) {
    Compositor compositor(8, 4);
    auto const content = filled(8, 4, kRed);
    auto const out = compositor.compose(content, {{filled(3, 2, kBlue), 4, 1}}, Tone{});
    EXPECT_EQ(pixelAt(*out, 3, 1), kRed);
    EXPECT_EQ(pixelAt(*out, 4, 1), kBlue);
    EXPECT_EQ(pixelAt(*out, 6, 2), kBlue);
    EXPECT_EQ(pixelAt(*out, 7, 2), kRed);
    EXPECT_EQ(pixelAt(*out, 5, 3), kRed);
    EXPECT_EQ(pixelAt(*content, 4, 1), kRed);
}

TEST(Compositor, CutsWhatStandsOutOverTheEdge) {
    Compositor compositor(4, 4);
    auto const out = compositor.compose(
        filled(4, 4, kRed), {{filled(3, 3, kBlue), -2, -2}, {filled(9, 9, kWhite), 3, 3}}, Tone{});
    EXPECT_EQ(pixelAt(*out, 0, 0), kBlue);
    EXPECT_EQ(pixelAt(*out, 1, 0), kRed);
    EXPECT_EQ(pixelAt(*out, 3, 3), kWhite);
}

TEST(Compositor, BlendsPremultipliedAlphaAndOpacity) {
    Compositor compositor(4, 1);
    Pixel const half{128, 0, 0, 128};  // blue, half transparent
    auto const out = compositor.compose(
        filled(4, 1, kRed), {{filled(1, 1, half), 0, 0}, {filled(1, 1, kWhite), 1, 0, 64}}, Tone{});
    EXPECT_NEAR(pixelAt(*out, 0, 0)[0], 128, 1);
    EXPECT_NEAR(pixelAt(*out, 0, 0)[2], 127, 1);
    EXPECT_NEAR(pixelAt(*out, 1, 0)[0], 64, 1);
    EXPECT_NEAR(pixelAt(*out, 1, 0)[2], 255, 1);
    EXPECT_EQ(pixelAt(*out, 2, 0), kRed);
}

TEST(Compositor, GivesTheSameFrameAgainForAStaticScene) {
    Compositor compositor(8, 4);
    auto const content = filled(8, 4, kRed);
    std::vector<Layer> const layers{{filled(3, 2, kBlue), 4, 1}};
    auto const first = compositor.compose(content, layers, Tone{});
    EXPECT_EQ(compositor.compose(content, layers, Tone{}), first);
}

TEST(Compositor, DrawsInPlaceOnlyUponContentNobodyElseHolds) {
    Compositor compositor(8, 4);
    std::vector<Layer> const layers{{filled(3, 2, kBlue), 4, 1}};
    auto mine = filled(8, 4, kRed);
    auto const* const memory = mine.get();
    EXPECT_EQ(compositor.compose(std::move(mine), layers, Tone{}).get(), memory);
    auto const shared = filled(8, 4, kRed);
    EXPECT_NE(compositor.compose(shared, layers, Tone{}), shared);
    EXPECT_EQ(pixelAt(*shared, 5, 1), kRed);
}

TEST(Compositor, TellsTheContentAsItWasBeforeItWasDrawnUpon) {
    Compositor compositor(16, 8);
    auto const plain = noise(16, 8, 1);
    auto mine = std::make_shared<Frame>(*plain);
    auto const composed = compositor.compose(
        std::move(mine), {{filled(3, 2, kBlue), 4, 1}, {filled(5, 5, kWhite), 6, 2}}, Tone{});
    EXPECT_NE(composed->pixels, plain->pixels);
    EXPECT_EQ(compositor.content()->pixels, plain->pixels);
}

TEST(Compositor, FadesFromOnePictureToTheNext) {
    Compositor compositor(2, 1);
    auto const red = filled(2, 1, kRed);
    auto const blue = filled(2, 1, kBlue);
    int last = -1;
    for (int const weight : {0, 64, 128, 192, 255}) {
        auto const out = compositor.compose(blue, {}, Tone{}, {red, weight});
        EXPECT_NEAR(pixelAt(*out, 1, 0)[0], weight, 2);
        EXPECT_NEAR(pixelAt(*out, 1, 0)[2], 255 - weight, 2);
        EXPECT_GT(pixelAt(*out, 1, 0)[0], last);
        last = pixelAt(*out, 1, 0)[0];
    }
    EXPECT_EQ(compositor.compose(blue, {}, Tone{}), blue);
}

TEST(Tone, DimsWithoutLosingDarkDetails) {
    Compositor compositor(3, 1);
    auto const content = std::make_shared<Frame>(3, 1);
    content->pixels = {1, 100, 200, 255, 0, 0, 0, 255, 255, 255, 255, 255};
    auto const out = compositor.compose(content, {}, Tone{{20, 100, {100, 50, 100}}});
    EXPECT_EQ(pixelAt(*out, 0, 0), (Pixel{1, 10, 40, 255}));
    EXPECT_EQ(pixelAt(*out, 1, 0), (Pixel{0, 0, 0, 255}));
    EXPECT_EQ(pixelAt(*out, 2, 0), (Pixel{51, 26, 51, 255}));
    EXPECT_EQ(content->pixels[2], 200);
}

TEST(Tone, FollowsItsGamma) {
    Compositor compositor(1, 1);
    auto const out = compositor.compose(filled(1, 1, {128, 128, 128, 255}), {},
                                        Tone{{100, 220, {100, 100, 100}}});
    EXPECT_EQ(pixelAt(*out, 0, 0), (Pixel{56, 56, 56, 255}));  // 255 · (128/255)^2.2
}

TEST(Tone, OfZeroIsBlack) {
    Compositor compositor(1, 1);
    auto const out = compositor.compose(filled(1, 1, kWhite), {}, Tone{{0, 100, {100, 100, 100}}});
    EXPECT_EQ(pixelAt(*out, 0, 0), (Pixel{0, 0, 0, 255}));
}

/// Whatever came before, each picture is the one that a fresh compositor paints.
TEST(Compositor, NeverShowsARestOfAnEarlierPicture) {
    std::mt19937 random(7);
    auto const upTo = [&random](int most) {
        return static_cast<int>(random() % static_cast<unsigned>(most + 1));
    };
    constexpr int kWidth = 24, kHeight = 16;
    std::vector<FramePtr> contents{noise(kWidth, kHeight, 1), noise(kWidth, kHeight, 2)};
    std::vector<FramePtr> pictures{filled(5, 4, kBlue), filled(9, 2, {60, 0, 0, 90}),
                                   noise(4, 12, 3)};
    std::vector<Tone> const tones{Tone{}, Tone{{40, 180, {100, 90, 80}}}};
    Compositor compositor(kWidth, kHeight);
    std::vector<FramePtr> onTheWay;  // as sinks hold them
    std::vector<FramePtr> copies;
    std::vector<Layer> layers;
    for (int step = 0; step < 3'000; ++step) {
        if (upTo(2) == 0) {
            layers.clear();
            for (int i = upTo(3); i > 0; --i) {
                layers.push_back({pictures[static_cast<std::size_t>(upTo(2))], upTo(28) - 4,
                                  upTo(20) - 4, upTo(1) == 0 ? 255 : upTo(255)});
            }
        }
        auto const& content = contents[static_cast<std::size_t>(upTo(9) == 0)];
        auto const& tone = tones[static_cast<std::size_t>(upTo(9) == 0)];
        Fade fade;
        if (upTo(9) == 0) {
            fade = {contents[1], upTo(255)};
        }
        FramePtr given = upTo(3) == 0 ? std::make_shared<Frame>(*content) : content;
        auto const out = compositor.compose(std::move(given), layers, tone, fade);
        auto const fresh = Compositor(kWidth, kHeight).compose(content, layers, tone, fade);
        ASSERT_EQ(out->pixels, fresh->pixels) << step;
        if (upTo(5) == 0) {
            ASSERT_EQ(compositor.content()->pixels, content->pixels) << step;
        }
        onTheWay.push_back(out);
        copies.push_back(fresh);
        if (onTheWay.size() > 4) {
            ASSERT_EQ(onTheWay.front()->pixels, copies.front()->pixels) << step;
            onTheWay.erase(onTheWay.begin());
            copies.erase(copies.begin());
        }
    }
}

}  // namespace
}  // namespace tocsin::media
