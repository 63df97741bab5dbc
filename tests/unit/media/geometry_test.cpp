// SPDX-License-Identifier: Apache-2.0
// Placing pictures and breaking lines: arithmetic without files.
#include <gtest/gtest.h>

#include <algorithm>

#include "film_measure.hpp"
#include "line_breaks.hpp"
#include "orientation.hpp"

namespace tocsin::media::detail {
namespace {

TEST(Placement, KeepsTheShapeAndCentres) {
    auto const wide = place({1920, 1080}, 1, 1, {}, {192, 192});
    EXPECT_EQ(wide.target.width, 192);
    EXPECT_EQ(wide.target.height, 108);
    EXPECT_EQ(wide.target.y, 42);
    auto const tall = place({1080, 1920}, 1, 1, {}, {960, 540});
    EXPECT_EQ(tall.target.height, 540);
    EXPECT_EQ(tall.target.width, 304);
    EXPECT_EQ(tall.target.x, 328);
}

TEST(Placement, UsesTheWholeCanvasForTheSameShape) {
    auto const placed = place({3840, 2160}, 1, 1, {}, {1920, 1080});
    EXPECT_EQ(placed.target.width, 1920);
    EXPECT_EQ(placed.target.height, 1080);
}

TEST(Placement, NeverVanishesOnFlatScreens) {
    auto const placed = place({1, 8192}, 1, 1, {}, {192, 1});
    EXPECT_GE(placed.target.width, 1);
    EXPECT_EQ(placed.target.height, 1);
}

TEST(Placement, CutsTheStoredAxisOfASidewaysPicture) {
    auto const placed = place({1920, 1080}, 1, 1, {1, false}, {1080, 1080, Fit::cover});
    EXPECT_EQ(placed.source.width, 1080);
    EXPECT_EQ(placed.source.height, 1080);
    EXPECT_EQ(placed.source.x, 420);
}

TEST(ShownSize, AppliesPixelAspectAndThenTurns) {
    EXPECT_EQ(shownSize({720, 576}, 16, 15, {}), (Size{768, 576}));
    EXPECT_EQ(shownSize({720, 576}, 16, 15, {3, false}), (Size{576, 768}));
}

std::vector<BreakPlace> phrase(std::initializer_list<int> goodAt, int length) {
    std::vector<BreakPlace> out;
    for (int i = 1; i <= length; ++i) {
        bool const good = std::find(goodAt.begin(), goodAt.end(), i) != goodAt.end();
        out.push_back({i * 10, 0, good || i == length, i == length});
    }
    return out;
}

TEST(LineBreaks, PreferPunctuationToEqualLengths) {
    auto const breaks = breakInto(phrase({5}, 9), 2);
    EXPECT_EQ(breaks.ends, (std::vector<std::size_t>{4, 8}));
    EXPECT_EQ(breaks.bad, 0);
    EXPECT_EQ(breaks.widest, 50);
}

TEST(LineBreaks, AreBalancedWithoutPunctuation) {
    auto const breaks = breakInto(phrase({}, 12), 3);
    EXPECT_EQ(breaks.widest, 40);
    EXPECT_EQ(breaks.ends.size(), 3U);
}

TEST(LineBreaks, NeverRunAcrossAForcedEnd) {
    auto places = phrase({}, 6);
    places[1].must = true;
    auto const breaks = breakInto(places, 2);
    EXPECT_EQ(breaks.ends, (std::vector<std::size_t>{1, 5}));
    EXPECT_TRUE(breakInto(places, 1).ends.empty());
}

TEST(FilmMeasure, ForgivesContainersThatCountMilliseconds) {
    FilmMeasure measure;
    for (int i = 0; i < 60; ++i) {
        measure.add((i * 1000 + 30) / 60 * 1000, 16'000);
    }
    auto const rate = measure.rate({60, 1});
    EXPECT_EQ(rate.num, 60);
    EXPECT_EQ(measure.duration(rate), 1'000'000);
}

TEST(FilmMeasure, BelievesTheFramesAndNotTheContainer) {
    FilmMeasure measure;
    for (int i = 0; i < 50; ++i) {
        measure.add(i * 40'000, 40'000);
    }
    auto const rate = measure.rate({50, 1});
    EXPECT_EQ(rate.num, 25);
    EXPECT_EQ(rate.den, 1);
    EXPECT_EQ(measure.duration(), 2'000'000);
}

}  // namespace
}  // namespace tocsin::media::detail
