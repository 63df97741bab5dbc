// SPDX-License-Identifier: Apache-2.0
// The identity of slogans: what is checked, and the canonical text.
#include "tocsin/media/slogan.hpp"

#include <gtest/gtest.h>

namespace tocsin::media {
namespace {

SloganStyle styleOf(std::string text) {
    SloganStyle style;
    style.text = std::move(text);
    return style;
}

TEST(SloganDescription, NamesTheFontFilesThatAreUsed) {
    auto const described = describeSlogan(styleOf("安全生产,人人有责"));
    ASSERT_TRUE(described) << described.error().message;
    ASSERT_FALSE(described->fonts.empty());
    for (auto const& font : described->fonts) {
        EXPECT_FALSE(font.family.empty());
        EXPECT_NE(font.file, Digest{});
    }
    EXPECT_EQ(describeSlogan(styleOf("安全生产,人人有责")).value(), *described);
}

TEST(SloganDescription, ComesBackFromItsCanonicalText) {
    auto style = styleOf("第一行\n第二行 \\n 不是换行\\");
    style.motion = SloganMotion::scrollLeft;
    style.colour = {1, 2, 3};
    style.background = {254, 0, 16};
    style.sizePercent = 100;
    style.pixelsPerSecond = 2000;
    auto const described = describeSlogan(style);
    ASSERT_TRUE(described) << described.error().message;
    auto const text = canonicalSlogan(*described);
    auto const parsed = parseSlogan(text);
    ASSERT_TRUE(parsed) << parsed.error().message;
    EXPECT_EQ(*parsed, *described);
    EXPECT_EQ(canonicalSlogan(*parsed), text);
}

TEST(SloganDescription, HasThisExactForm) {
    SloganDescription description{styleOf("a\nb"), {{"Some Sans", Digest{}}}, 1};
    EXPECT_EQ(canonicalSlogan(description),
              "tocsin-slogan/1\nrenderer 1\nmotion still\ncolour #ffdc00\nbackground #a00000\n"
              "size_percent 80\npixels_per_second 60\nfont " +
                  std::string(64, '0') + " Some Sans\ntext a\\nb\n");
}

TEST(SloganDescription, IsParsedStrictly) {
    auto const good = canonicalSlogan({styleOf("a"), {{"Some Sans", Digest{}}}, 1});
    ASSERT_TRUE(parseSlogan(good));
    auto const with = [&good](std::string const& from, std::string const& to) {
        auto text = good;
        text.replace(text.find(from), from.size(), to);
        return text;
    };
    for (auto const& bad :
         {std::string(), good + "\n", good.substr(0, good.size() - 1), with("slogan/1", "slogan/2"),
          with("#ffdc00", "#FFDC00"), with("#ffdc00", "#ffdc0"), with("80", "080"),
          with("80", "101"), with("still", "standing"), with("text a", "text a\\x"),
          with("text a", "text "), with("renderer 1\n", ""), with("font 0", "font g"),
          with("80\n", "80\nmore 1\n")}) {
        auto const parsed = parseSlogan(bad);
        ASSERT_FALSE(parsed) << bad;
        EXPECT_EQ(parsed.error().code, Errc::damaged);
    }
}

TEST(SloganDescription, RefusesACharacterNoFontHasAndNamesIt) {
    auto const described =
        describeSlogan(styleOf("安全\xF3\xB0\x80\x80生产"));  // U+F0000, private use
    ASSERT_FALSE(described);
    EXPECT_EQ(described.error().code, Errc::invalid);
    EXPECT_NE(described.error().message.find("U+F0000"), std::string::npos)
        << described.error().message;
}

TEST(SloganDescription, RefusesWhatAnEditorMayNotChoose) {
    auto const refusal = [](SloganStyle const& style) {
        auto const described = describeSlogan(style);
        return described ? std::string("accepted") : described.error().message;
    };
    EXPECT_EQ(refusal(styleOf("")).substr(0, 5), "text:");
    EXPECT_EQ(refusal(styleOf(" \n ")).substr(0, 5), "text:");
    EXPECT_EQ(refusal(styleOf("a\tb")).substr(0, 5), "text:");
    EXPECT_EQ(refusal(styleOf(std::string("a\0b", 3))).substr(0, 5), "text:");
    EXPECT_EQ(refusal(styleOf("\xff")).substr(0, 5), "text:");
    EXPECT_EQ(refusal(styleOf(std::string(501, 'a'))).substr(0, 5), "text:");
    EXPECT_EQ(refusal(styleOf(std::string(500, 'a'))), "accepted");
    auto style = styleOf("a");
    style.sizePercent = 9;
    EXPECT_EQ(refusal(style).substr(0, 13), "size_percent:");
    style.sizePercent = 80;
    style.pixelsPerSecond = 0;
    EXPECT_EQ(refusal(style).substr(0, 18), "pixels_per_second:");
}

}  // namespace
}  // namespace tocsin::media
