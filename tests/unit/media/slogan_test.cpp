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
    style.background.reset();
    style.sizePercent = 100;
    style.pixelsPerSecond = 2000;
    style.outline = Colour{7, 8, 9};
    style.outlineWidth = 3;
    style.edges = SloganEdges::sharp;
    style.lettering = SloganLettering::outline;
    style.align = SloganAlign::right;
    style.lines = 1;
    style.letterPixels = 24;
    style.pageSeconds = 600;
    auto const described = describeSlogan(style);
    ASSERT_TRUE(described) << described.error().message;
    auto const text = canonicalSlogan(*described);
    auto const parsed = parseSlogan(text);
    ASSERT_TRUE(parsed) << parsed.error().message;
    EXPECT_EQ(*parsed, *described);
    EXPECT_EQ(canonicalSlogan(*parsed), text);
}

TEST(SloganDescription, HasThisExactForm) {
    SloganDescription description{styleOf("a\nb"), {{"Some Sans", Digest{}}}, 2};
    EXPECT_EQ(canonicalSlogan(description),
              "tocsin-slogan/2\nrenderer 2\nmotion still\ncolour #ffdc00\nbackground #a00000\n"
              "outline none\noutline_width 0\nedges auto\nlettering auto\nalign centre\nlines 0\n"
              "letter_pixels 0\nsize_percent 80\npixels_per_second 60\npage_seconds 4\nfont " +
                  std::string(64, '0') + " Some Sans\ntext a\\nb\n");
}

std::string firstForm(std::string const& text) {
    return "tocsin-slogan/1\nrenderer 1\nmotion still\ncolour #ffdc00\nbackground #a00000\n"
           "size_percent 80\npixels_per_second 60\nfont " +
           std::string(64, '0') + " Some Sans\ntext " + text + "\n";
}

TEST(SloganDescription, OfTheFirstFormIsReadAndDrawnByItsOwnRules) {
    auto const parsed = parseSlogan(firstForm("a {time} }"));
    ASSERT_TRUE(parsed) << parsed.error().message;
    EXPECT_EQ(parsed->renderer, 1);
    EXPECT_EQ(parsed->style.lettering, SloganLettering::outline);
    EXPECT_EQ(parsed->style.edges, SloganEdges::smooth);
    EXPECT_EQ(parsed->style.text, "a {{time}} }}") << "there were no fields";
    EXPECT_EQ(canonicalSlogan(*parsed), firstForm("a {time} }"));
    EXPECT_TRUE(parseSlogan(firstForm(std::string(500, '{'))));
    EXPECT_FALSE(parseSlogan(firstForm(std::string(501, '{'))));
}

TEST(SloganDescription, IsParsedStrictly) {
    auto const bads = [](std::string const& good,
                         std::vector<std::pair<std::string, std::string>> const& changes) {
        ASSERT_TRUE(parseSlogan(good));
        std::vector<std::string> all{"", good + "\n", good.substr(0, good.size() - 1)};
        for (auto const& [from, to] : changes) {
            all.push_back(good);
            all.back().replace(good.find(from), from.size(), to);
        }
        for (auto const& bad : all) {
            auto const parsed = parseSlogan(bad);
            ASSERT_FALSE(parsed) << bad;
            EXPECT_EQ(parsed.error().code, Errc::damaged);
        }
    };
    std::vector<std::pair<std::string, std::string>> const both{
        {"slogan/", "slogan/3"}, {"#ffdc00", "#FFDC00"}, {"#ffdc00", "#ffdc0"},
        {"80", "080"},           {"80", "101"},          {"still", "standing"},
        {"text a", "text a\\x"}, {"text a", "text "},    {"font 0", "font g"},
        {"60\n", "60\nmore 1\n"}};
    bads(firstForm("a"), both);
    bads(firstForm("a"), {{"renderer 1", "renderer 2"}, {"still", "pages"}});
    auto const second = canonicalSlogan({styleOf("a"), {{"Some Sans", Digest{}}}, 2});
    bads(second, both);
    bads(second, {{"renderer 2", "renderer 1"},
                  {"renderer 2\n", ""},
                  {"outline none", "outline no"},
                  {"outline_width 0", "outline_width 17"},
                  {"edges auto", "edges rough"},
                  {"lines 0", "lines 41"},
                  {"text a", "text {a}"}});
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
    style = styleOf("{clock}");
    EXPECT_EQ(refusal(style).substr(0, 5), "text:");
    style = styleOf("a");
    style.motion = SloganMotion::scrollLeft;
    style.lines = 2;
    EXPECT_EQ(refusal(style).substr(0, 6), "lines:");
    style = styleOf("a");
    style.lettering = SloganLettering::bitmap;
    EXPECT_EQ(refusal(style), "accepted");
    style.edges = SloganEdges::smooth;
    EXPECT_EQ(refusal(style).substr(0, 6), "edges:");
    style.edges = SloganEdges::automatic;
    style.text = "السلامة";
    EXPECT_NE(refusal(style).find("bitmap fonts have no U+0627"), std::string::npos)
        << refusal(style);
}

}  // namespace
}  // namespace tocsin::media
