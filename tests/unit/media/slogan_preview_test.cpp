// SPDX-License-Identifier: Apache-2.0
#include "tocsin/media/slogan_preview.hpp"

#include <gmock/gmock.h>

#include "slogan_pictures.hpp"

namespace tocsin::media {
namespace {

using testing::HasSubstr;

SloganDescription described(SloganStyle const& style) {
    return describeSlogan(style).value();
}

TEST(SloganPreview, IsThePictureThatAPlayerShows) {
    SloganStyle style;
    style.text = "人人讲安全";
    auto const preview = previewSlogan(described(style), {96, 16});
    ASSERT_TRUE(preview) << preview.error().message;
    auto const shown = test::render(style, {96, 16})->frameAt(0, {});
    EXPECT_EQ((*preview)->pixels, shown->pixels);
}

TEST(SloganPreview, EnlargesEveryPixelAlike) {
    SloganStyle style;
    style.text = "安全";
    auto const small = previewSlogan(described(style), {64, 12}).value();
    auto const large = previewSlogan(described(style), {64, 12, 3}).value();
    ASSERT_EQ(large->width, 192);
    ASSERT_EQ(large->height, 36);
    for (int y = 0; y < large->height; ++y) {
        for (int x = 0; x < large->width; ++x) {
            ASSERT_EQ(test::wordAt(*large, x, y), test::wordAt(*small, x / 3, y / 3));
        }
    }
}

TEST(SloganPreview, ShowsAnyMoment) {
    SloganStyle style;
    style.text = "严禁烟火";
    style.motion = SloganMotion::scrollLeft;
    style.pixelsPerSecond = 25;
    auto const at = [&](int ms) {
        return previewSlogan(described(style), {64, 12, 1, Milliseconds(ms)}).value();
    };
    EXPECT_TRUE(test::inked(*at(0), style).empty()) << "it comes in from outside";
    EXPECT_TRUE(test::movedBy(*at(1'000), *at(2'000), 25, 0));
}

TEST(SloganPreview, TellsTheTimeOfTheScreen) {
    SloganStyle style;
    style.text = "{time:HH:mm}";
    auto const noon = parseInstant("2026-06-16T12:00:00Z").value();
    auto const shown = [&](Instant local) {
        return previewSlogan(described(style), {96, 16, 1, {}, local}).value()->pixels;
    };
    EXPECT_EQ(shown(noon), test::render(style, {96, 16})->frameAt(0, noon)->pixels);
    EXPECT_NE(shown(noon), shown(noon + std::chrono::minutes(1)));
}

TEST(SloganPreview, RefusesWhatNobodyCanLookAt) {
    SloganStyle style;
    style.text = "安全";
    auto const refusal = [&](SloganMoment const& moment) {
        auto const made = previewSlogan(described(style), moment);
        return made ? std::string() : made.error().message;
    };
    EXPECT_THAT(refusal({64, 12, 0}), HasSubstr("1 to 32"));
    EXPECT_THAT(refusal({1'920, 1'080, 5}), HasSubstr("take a smaller scale"));
    EXPECT_THAT(refusal({64, 12, 1, Milliseconds(-1)}), HasSubstr("24 hours"));
    EXPECT_THAT(refusal({0, 12}), HasSubstr("1 to 8192"));
}

}  // namespace
}  // namespace tocsin::media
