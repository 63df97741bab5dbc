// SPDX-License-Identifier: Apache-2.0
// Slogans on panels of few pixels: crisp, whole, in the middle.
#include "slogan_pictures.hpp"

namespace tocsin::media {
namespace {

using test::Box;
using test::coloursOf;
using test::inked;
using test::render;
using test::wordAt;
using test::wordOf;

SloganStyle styleOf(std::string text, int letterPixels = 0) {
    SloganStyle style;
    style.text = std::move(text);
    style.letterPixels = letterPixels;
    return style;
}

struct Panel {
    int width, height;
};

class LedPanel : public testing::TestWithParam<Panel> {};

TEST_P(LedPanel, ShowsOnlyTheColoursOfTheStyle) {
    auto const [width, height] = GetParam();
    for (auto const motion : {SloganMotion::still, SloganMotion::scrollLeft, SloganMotion::scrollUp,
                              SloganMotion::pages}) {
        auto style = styleOf("安全第一 Safety 119");
        style.motion = motion;
        style.edges = SloganEdges::sharp;
        auto const plain = render(style, {width, height});
        style.outline = Colour{0, 0, 0};
        auto const outlined = render(style, {width, height});
        ASSERT_TRUE(plain && outlined);
        std::set<std::uint32_t> plainColours, outlinedColours;
        for (int tick = 0; tick < 200; tick += 7) {
            plainColours.merge(coloursOf(*plain->frameAt(tick, {})));
            outlinedColours.merge(coloursOf(*outlined->frameAt(tick, {})));
        }
        std::set<std::uint32_t> allowed{wordOf(style.colour), wordOf(*style.background)};
        EXPECT_EQ(plainColours, allowed);
        allowed.insert(wordOf(*style.outline));
        EXPECT_EQ(outlinedColours, allowed);
    }
}

TEST(SloganOutline, IsAsWideAsSuitsTheScreen) {
    struct Case {
        Panel panel;
        int letterPixels, suits;
    };
    for (auto const& [panel, letterPixels, suits] :
         {Case{{192, 32}, 0, 1}, Case{{960, 540}, 0, 3}, Case{{960, 540}, 96, 4}}) {
        auto style = styleOf("安全", letterPixels);
        style.outline = Colour{0, 0, 0};
        auto const chosen = render(style, {panel.width, panel.height});
        style.outlineWidth = suits;
        auto const exact = render(style, {panel.width, panel.height});
        style.outlineWidth = suits + 1;
        auto const wider = render(style, {panel.width, panel.height});
        ASSERT_TRUE(chosen && exact && wider);
        EXPECT_EQ(chosen->frameAt(0, {})->pixels, exact->frameAt(0, {})->pixels) << suits;
        EXPECT_NE(chosen->frameAt(0, {})->pixels, wider->frameAt(0, {})->pixels) << suits;
    }
}

TEST_P(LedPanel, StandsInTheMiddleWithEveryDotInside) {
    auto const [width, height] = GetParam();
    for (auto const* const text : {"安全", "国", "注意 gy"}) {
        auto style = styleOf(text);
        style.outline = Colour{0, 0, 0};
        auto const art = render(style, {width, height});
        ASSERT_TRUE(art);
        auto const frame = art->frameAt(0, {});
        auto const letters = inked(*frame, style);
        // Smoothed letters reach into pixels that hardly show it.
        int const tolerance = height > 32 ? 2 : 1;
        EXPECT_LE(std::abs(letters.left - (width - 1 - letters.right)), tolerance) << text;
        EXPECT_LE(std::abs(letters.top - (height - 1 - letters.bottom)), tolerance) << text;
        // The outline closes around the letters: no dot of a letter lies at the border.
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                bool const border = x == 0 || y == 0 || x == width - 1 || y == height - 1;
                ASSERT_FALSE(border && wordAt(*frame, x, y) == wordOf(style.colour)) << text;
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Sizes, LedPanel,
                         testing::Values(Panel{64, 16}, Panel{96, 16}, Panel{192, 24},
                                         Panel{192, 32}, Panel{384, 24}, Panel{96, 64}));

TEST(LedSlogan, IsLegibleOnAPanelTwelveDotsHigh) {
    auto const style = styleOf("注意安全");
    auto const art = render(style, {64, 12});
    ASSERT_TRUE(art);
    auto const box = inked(*art->frameAt(0, {}), style);
    EXPECT_GE(box.height(), 11);
}

/// Each character alone, without the blank around it.
std::set<std::string> sketches(std::vector<std::string> const& characters, int pixels,
                               SloganLettering lettering) {
    std::set<std::string> out;
    for (auto const& character : characters) {
        auto style = styleOf(character, pixels);
        style.lettering = lettering;
        style.edges = SloganEdges::sharp;
        auto const art = render(style, {64, 48});
        if (art) {
            out.insert(test::sketch(*art->frameAt(0, {}), wordOf(*style.background)));
        }
    }
    return out;
}

TEST(LedSlogan, TellsSimilarCharactersApartAtEverySize) {
    std::vector<std::string> const characters{"未", "末", "土", "士", "己", "已", "巳",
                                              "日", "曰", "人", "入", "八", "0",  "O",
                                              "8",  "B",  "1",  "l",  "I",  "，", "。"};
    for (int const pixels : {12, 13, 15, 16, 24, 32}) {
        EXPECT_EQ(sketches(characters, pixels, SloganLettering::automatic).size(),
                  characters.size())
            << pixels;
    }
}

TEST(LedSlogan, HasNoLineThinnerThanADot) {
    // A dot matrix of twice the size is the same picture with every dot doubled.
    auto const once = sketches({"安"}, 12, SloganLettering::bitmap);
    auto const twice = sketches({"安"}, 24, SloganLettering::bitmap);
    ASSERT_EQ(once.size(), 1U);
    ASSERT_EQ(twice.size(), 1U);
    std::string doubled;
    std::string row;
    for (char const c : *once.begin()) {
        if (c == '\n') {
            doubled += row + '\n' + row + '\n';
            row.clear();
        } else {
            row.append(2, c);
        }
    }
    EXPECT_EQ(*twice.begin(), doubled);
}

TEST(LedSlogan, DrawsSongAsItIsAtTwelveDots) {
    auto const seen = sketches({"安"}, 12, SloganLettering::automatic);
    ASSERT_EQ(seen.size(), 1U);
    EXPECT_EQ('\n' + *seen.begin(), R"(
     #
 ##########
 #        #
#   #    #
    #
###########
   #   #
  ##   #
    ###
    #  ##
 ###     ##
)");
}

TEST(LedSlogan, DrawsSongAsItIsAtSixteenDots) {
    auto const seen = sketches({"安"}, 16, SloganLettering::automatic);
    ASSERT_EQ(seen.size(), 1U);
    EXPECT_EQ('\n' + *seen.begin(), R"(
      #
       #
  ############
  #          #
 #    #     #
      #
      #
###############
     #    #
    #     #
   ##    #
     ##  #
       ##
      #  ##
    ##     #
 ###        #
)");
}

TEST(LedSlogan, LeavesARowFreeBetweenTwoLinesOnThirtyTwo) {
    auto const style = styleOf("生命至上，安全第一，预防为主");
    auto const art = render(style, {192, 32});
    ASSERT_TRUE(art);
    auto const frame = art->frameAt(0, {});
    auto const box = inked(*frame, style);
    bool free = false;
    for (int y = box.top; y <= box.bottom; ++y) {
        bool ink = false;
        for (int x = 0; x < frame->width; ++x) {
            ink = ink || wordAt(*frame, x, y) != wordOf(*style.background);
        }
        free = free || !ink;
    }
    EXPECT_TRUE(free);
    EXPECT_GE(box.height(), 28);
}

TEST(LedSlogan, TakesASecondFontForARareCharacterOrRefusesIt) {
    auto const described = describeSlogan(styleOf("堃犇鱻 ☎"));
    ASSERT_TRUE(described) << described.error().message;
    auto style = styleOf("\xF0\xA0\xAE\xB7");  // 𠮷, which no dot matrix face has
    EXPECT_TRUE(render(style, {192, 32}));
    style.lettering = SloganLettering::bitmap;
    auto const refused = describeSlogan(style);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("U+20BB7"), std::string::npos)
        << refused.error().message;
}

TEST(LedSlogan, NamesEveryFaceItDrawsWith) {
    auto const described = describeSlogan(styleOf("安全")).value();
    std::set<std::string> families;
    for (auto const& font : described.fonts) {
        families.insert(font.family);
    }
    for (auto const* const face :
         {"WenQuanYi Bitmap Song 12", "WenQuanYi Bitmap Song 13", "WenQuanYi Bitmap Song 15",
          "WenQuanYi Bitmap Song 16", "Noto Sans CJK SC"}) {
        EXPECT_TRUE(families.contains(face)) << face;
    }
    auto other = described;
    other.fonts.push_back({"Some Song", Digest{}});
    auto const art = renderSlogan(other, {192, 32});
    ASSERT_TRUE(art);
    ASSERT_EQ((*art)->fontMismatches().size(), 1U);
    EXPECT_NE((*art)->fontMismatches()[0].find("Some Song: "), std::string::npos);
}

TEST(LedSlogan, IsAlignedWhereTheStyleSaysSo) {
    auto style = styleOf("安全\n安全第一", 16);
    style.align = SloganAlign::left;
    auto const left = inked(*render(style, {192, 64})->frameAt(0, {}), style);
    style.align = SloganAlign::right;
    auto const right = inked(*render(style, {192, 64})->frameAt(0, {}), style);
    EXPECT_EQ(left.width(), right.width());
    EXPECT_LE(std::abs(left.left - 192 / 10), 2);
    EXPECT_LE(std::abs(191 - right.right - 192 / 10), 2);
}

TEST(LedSlogan, LiesOverAPictureWithoutABackground) {
    auto style = styleOf("安全");
    style.background.reset();
    style.outline = Colour{0, 0, 0};
    SloganScreen screen{960, 60};
    screen.transparent = true;
    auto const over = render(style, screen);
    ASSERT_TRUE(over);
    auto const frame = over->frameAt(0, {});
    EXPECT_EQ(wordAt(*frame, 0, 0), 0U);
    for (auto const word : coloursOf(*frame)) {
        auto const alpha = word >> 24;
        for (int shift = 0; shift < 24; shift += 8) {
            ASSERT_LE(word >> shift & 0xff, alpha) << "not premultiplied";
        }
    }
    screen.transparent = false;
    EXPECT_EQ(wordAt(*render(style, screen)->frameAt(0, {}), 0, 0), wordOf({0, 0, 0}));
}

TEST(LedSlogan, SaysWhenItsLettersDoNotFit) {
    for (auto const motion : {SloganMotion::still, SloganMotion::scrollLeft, SloganMotion::scrollUp,
                              SloganMotion::pages}) {
        auto style = styleOf("安全第一", 48);
        style.motion = motion;
        auto const art = renderSlogan(describeSlogan(style).value(), {192, 32});
        ASSERT_FALSE(art);
        EXPECT_EQ(art.error().code, Errc::invalid);
    }
}

}  // namespace
}  // namespace tocsin::media
