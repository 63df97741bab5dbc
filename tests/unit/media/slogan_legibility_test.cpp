// SPDX-License-Identifier: Apache-2.0
#include "tocsin/media/slogan_legibility.hpp"

#include <gmock/gmock.h>

#include "reading_time.hpp"

namespace tocsin::media {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

SloganStyle styleOf(std::string text, SloganMotion motion = SloganMotion::still) {
    SloganStyle style;
    style.text = std::move(text);
    style.motion = motion;
    return style;
}

std::vector<Finding> findings(SloganStyle const& style, int width, int height, int seconds = 60) {
    auto const found =
        checkSloganOn({style, {}, kSloganRenderer}, {width, height, Milliseconds(seconds * 1'000)});
    if (!found) {
        ADD_FAILURE() << found.error().message;
        return {};
    }
    return *found;
}

std::vector<std::string> codes(SloganStyle const& style, int width, int height, int seconds = 60) {
    std::vector<std::string> out;
    for (auto const& finding : findings(style, width, height, seconds)) {
        out.push_back(finding.code);
    }
    return out;
}

std::int64_t number(Finding const& finding, std::string const& name) {
    for (auto const& [key, value] : finding.numbers) {
        if (key == name) {
            return value;
        }
    }
    ADD_FAILURE() << finding.code << " has no " << name;
    return -1;
}

std::string characters(std::int64_t count) {
    std::string out;
    for (std::int64_t i = 0; i < count; ++i) {
        out += "安";
    }
    return out;
}

TEST(SloganLegibility, ATextOfTwentyCharactersIsTooSmallOnATinyPanel) {
    auto const found = findings(styleOf("人人讲安全个个会应急排查身边安全隐患人人"), 64, 12);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].code, "too-small");
    EXPECT_LT(number(found[0], "letter_pixels"), kLeastChinesePixels);
    EXPECT_EQ(number(found[0], "most_characters"), 5);
    EXPECT_THAT(found[0].message,
                HasSubstr("shorten it to at most 5 characters, or let it scroll"));
    EXPECT_THAT(found[0].chinese, HasSubstr("请缩短到 5 字以内"));
}

TEST(SloganLegibility, AsManyCharactersFitAsTheFindingSays) {
    struct Panel {
        int width, height;
    };
    for (auto const& [width, height] : {Panel{64, 12}, Panel{96, 16}, Panel{192, 32}}) {
        auto const found = findings(styleOf(characters(200)), width, height);
        ASSERT_EQ(found.size(), 1U) << width;
        auto const most = number(found[0], "most_characters");
        EXPECT_THAT(codes(styleOf(characters(most)), width, height), IsEmpty()) << most;
        EXPECT_THAT(codes(styleOf(characters(most + 1)), width, height), ElementsAre("too-small"))
            << most;
    }
}

TEST(SloganLegibility, WhatItAdvisesHelps) {
    auto const text = "人人讲安全个个会应急排查身边安全隐患人人";
    EXPECT_THAT(codes(styleOf(text, SloganMotion::scrollLeft), 64, 12), IsEmpty());
    auto pages = styleOf(text, SloganMotion::pages);
    auto found = findings(pages, 64, 12);
    if (!found.empty()) {
        EXPECT_THAT(found[0].message, HasSubstr("take letter_pixels 12"));
        pages.letterPixels = 12;
        EXPECT_THAT(codes(pages, 64, 12), IsEmpty());
    }
}

TEST(SloganLegibility, LatinLettersMayBeSmallerThanChineseOnes) {
    EXPECT_THAT(codes(styleOf("EXIT 119"), 64, 12), IsEmpty());
    EXPECT_THAT(codes(styleOf("FIRE 119"), 64, 10), IsEmpty());
    EXPECT_THAT(codes(styleOf("安全"), 64, 10), ElementsAre("too-small"));
    EXPECT_THAT(findings(styleOf("安全"), 64, 10)[0].message,
                HasSubstr("this screen is too low for it"));
}

TEST(SloganLegibility, ReadingTakesItsTime) {
    using detail::readingOf;
    EXPECT_EQ(readingOf("安全生产，人人有责！").time(), Milliseconds(8'000 / 6));
    EXPECT_EQ(readingOf("Safety first").words, 2);
    EXPECT_EQ(readingOf("responsibility").words, 2) << "long words are read in parts";
    EXPECT_EQ(readingOf("安全119").characters, 2);
    EXPECT_EQ(readingOf("安全119").words, 1);
    EXPECT_EQ(readingOf("１１９").words, 1) << "whatever the width";
    EXPECT_EQ(readingOf("").time(), Milliseconds(0));
}

TEST(SloganLegibility, AStandingTextNeedsTimeToBeFoundAndRead) {
    auto const style = styleOf(characters(24));  // 4 s to read, 1 to find
    EXPECT_THAT(codes(style, 960, 540, 5), IsEmpty());
    auto const found = findings(style, 960, 540, 4);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].code, "too-long");
    EXPECT_EQ(number(found[0], "seconds"), 4);
    EXPECT_EQ(number(found[0], "seconds_needed"), 5);
    EXPECT_THAT(found[0].chinese, HasSubstr("读完约需 5 秒，只播 4 秒"));
}

TEST(SloganLegibility, ScrollingTextMustRunThroughOnce) {
    auto const style = styleOf("遵守安全生产法 当好第一责任人", SloganMotion::scrollLeft);
    auto const found = findings(style, 192, 32, 4);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].code, "too-long");
    auto const needed = static_cast<int>(number(found[0], "seconds_needed"));
    EXPECT_THAT(codes(style, 192, 32, needed), IsEmpty());
    EXPECT_THAT(codes(style, 192, 32, needed - 1), ElementsAre("too-long"));
}

TEST(SloganLegibility, ScrollingTextMayNotRunAway) {
    for (auto const motion : {SloganMotion::scrollLeft, SloganMotion::scrollUp}) {
        auto style = styleOf("遵守安全生产法\n当好第一责任人\n人人讲安全", motion);
        style.pixelsPerSecond = 600;
        auto const found = findings(style, 192, 32);
        ASSERT_FALSE(found.empty());
        EXPECT_EQ(found[0].code, "too-fast");
        EXPECT_EQ(number(found[0], "pixels_per_second"), 600);
        style.pixelsPerSecond = static_cast<int>(number(found[0], "most_pixels_per_second"));
        EXPECT_THAT(codes(style, 192, 32), IsEmpty()) << style.pixelsPerSecond;
    }
}

TEST(SloganLegibility, PagesMustStandLongEnoughAndAllHaveTheirTurn) {
    auto style = styleOf(characters(12) + "\n\n" + characters(30) + "\n\n" + characters(6),
                         SloganMotion::pages);
    style.lines = 4;
    style.letterPixels = 72;
    style.pageSeconds = 5;
    auto const found = findings(style, 960, 540, 60);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].code, "too-fast");
    EXPECT_EQ(number(found[0], "page"), 2);
    EXPECT_EQ(number(found[0], "seconds_needed"), 6);
    style.pageSeconds = 6;
    EXPECT_THAT(codes(style, 960, 540, 18), IsEmpty());
    EXPECT_THAT(codes(style, 960, 540, 17), ElementsAre("too-long"));
}

TEST(SloganLegibility, EveryCharacterWithoutAGlyphIsNamed) {
    auto const found = findings(styleOf("安全\xEE\x80\x80第一\xEE\x80\x81\xEE\x80\x80"), 192, 32);
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found[0].code, "missing-glyph");
    EXPECT_EQ(number(found[0], "characters"), 2);
    EXPECT_THAT(found[0].message, testing::AllOf(HasSubstr("U+E000"), HasSubstr("U+E001")));
}

TEST(SloganLegibility, ContrastIsThatOfWcag) {
    EXPECT_EQ(contrastHundredths({0, 0, 0}, {255, 255, 255}), 2100);
    EXPECT_EQ(contrastHundredths({255, 255, 255}, {119, 119, 119}), 447) << "the known #777777";
    EXPECT_EQ(contrastHundredths({9, 9, 9}, {9, 9, 9}), 100);
}

TEST(SloganLegibility, LettersStandOutFromWhatIsAroundThem) {
    auto style = styleOf("安全第一");
    style.colour = {200, 0, 0};
    style.background = Colour{160, 0, 0};
    auto const found = findings(style, 192, 32);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].code, "low-contrast");
    EXPECT_THAT(found[0].message, HasSubstr("background have a contrast of 1."));
    style.outline = Colour{255, 255, 255};
    EXPECT_THAT(codes(style, 192, 32), IsEmpty());
    style.outline = Colour{180, 0, 0};
    EXPECT_THAT(findings(style, 192, 32)[0].message, HasSubstr("outline have"));
    style.outline.reset();
    style.background.reset();
    style.colour = {20, 20, 20};
    EXPECT_THAT(codes(style, 192, 32), ElementsAre("low-contrast")) << "see-through is black";
}

TEST(SloganLegibility, WhatCannotBeLaidOutIsAFindingWithAdvice) {
    auto style = styleOf(characters(500));
    auto const found = findings(style, 64, 12, 600);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].code, "does-not-fit");
    EXPECT_THAT(found[0].message, HasSubstr("at most 5 characters"));
}

TEST(SloganLegibility, BadInputIsRefused) {
    auto const check = [](SloganStyle const& style, SloganView const& view) {
        auto const found = checkSloganOn({style, {}, kSloganRenderer}, view);
        return found ? std::string() : found.error().message;
    };
    EXPECT_THAT(check(styleOf("安全"), {0, 12, Milliseconds(1)}), HasSubstr("0x12 pixels"));
    EXPECT_THAT(check(styleOf("安全"), {64, 9'000, Milliseconds(1)}), HasSubstr("not possible"));
    EXPECT_THAT(check(styleOf("安全"), {64, 12, {}}), HasSubstr("more than 0 seconds"));
    EXPECT_THAT(check(styleOf(""), {64, 12, Milliseconds(1)}), HasSubstr("text: is empty"));
}

}  // namespace
}  // namespace tocsin::media
