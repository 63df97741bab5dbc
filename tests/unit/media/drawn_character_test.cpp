// SPDX-License-Identifier: Apache-2.0
// Characters that no font has: from a picture, into a description, onto a screen.
#include "tocsin/media/drawn_character.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include "media_samples.hpp"
#include "slogan_pictures.hpp"
#include "tocsin/media/character_picture.hpp"
#include "tocsin/media/slogan_legibility.hpp"

namespace tocsin::media {
namespace {

using test::coloursOf;
using test::inked;
using test::wordOf;

constexpr char32_t kNoFontHasIt = 0xF0000;
constexpr char kItsText[] = "\xF3\xB0\x80\x80";

/// A rectangle of `width` x `height` in a picture of 400 x 300, with these colours.
std::filesystem::path pictureOf(int width, int height, char const* letter, char const* ground) {
    return tocsin::test::madeByFfmpeg(
        fmt::format("-f lavfi -i color={}:s=400x300,drawbox=x=50:y=20:"
                    "w={}:h={}:color={}:t=fill -frames:v 1",
                    ground, width, height, letter),
        "png");
}

/// The same of one grey on nothing.
std::filesystem::path pictureOnNothing(int width, int height, int grey) {
    return tocsin::test::madeByFfmpeg(
        fmt::format("-f lavfi -i 'color=black:s=400x300,format=gbrap,geq=r={2}:g={2}:b={2}:"
                    "a=255*between(X-50\\,0\\,{0}-1)*between(Y-20\\,0\\,{1}-1)' -frames:v 1 "
                    "-pix_fmt rgba",
                    width, height, grey),
        "png");
}

Result<DrawnCharacter> readPicture(std::filesystem::path const& file) {
    auto out = readCharacterPicture(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (out) {
        out->character = kNoFontHasIt;
    }
    return out;
}

/// What is drawn of it.
test::Box boxOf(DrawnCharacter const& drawn) {
    test::Box box;
    for (int y = 0; y < DrawnCharacter::kSide; ++y) {
        for (int x = 0; x < DrawnCharacter::kSide; ++x) {
            if (drawn.at(x, y)) {
                box = {std::min(box.left, x), std::min(box.top, y), std::max(box.right, x),
                       std::max(box.bottom, y)};
            }
        }
    }
    return box;
}

DrawnCharacter drawn() {
    return readPicture(pictureOf(200, 200, "black", "white")).value();
}

SloganStyle styleOf(std::string const& text) {
    SloganStyle style;
    style.text = text;
    return style;
}

TEST(DrawnCharacter, IsCutOutOfItsPictureWhateverTheGround) {
    for (auto const& picture :
         {pictureOf(300, 150, "black", "white"), pictureOf(300, 150, "white", "black"),
          pictureOf(300, 150, "red", "yellow"), pictureOnNothing(300, 150, 0),
          pictureOnNothing(300, 150, 255)}) {
        auto const read = readPicture(picture);
        ASSERT_TRUE(read) << picture << read.error().message;
        auto const box = boxOf(*read);
        EXPECT_NEAR(box.width(), 115, 1) << picture;
        EXPECT_NEAR(box.height(), 58, 1) << picture;
        EXPECT_NEAR(box.left + box.right, 127, 2) << "in the middle";
        EXPECT_NEAR(box.top + box.bottom, 127, 2);
    }
}

TEST(DrawnCharacter, APictureWithoutOneIsRefused) {
    auto const refused = [](std::filesystem::path const& file) {
        auto const read = readPicture(file);
        return read ? std::string("taken") : read.error().message;
    };
    EXPECT_NE(refused(pictureOf(100, 100, "white", "white")).find("Nothing is drawn"),
              std::string::npos);
    EXPECT_NE(refused(pictureOf(10, 10, "black", "white")).find("smaller than 24"),
              std::string::npos);
    EXPECT_NE(refused(tocsin::test::fileOf("no picture", "png")), "taken");
}

TEST(DrawnCharacter, ComesBackFromItsText) {
    auto const one = drawn();
    auto const text = drawnText(one);
    EXPECT_EQ(text.substr(0, 8), "U+F0000 ");
    EXPECT_EQ(drawnFrom(text), one);
    DrawnCharacter empty{kNoFontHasIt, std::vector<std::uint8_t>(DrawnCharacter::kBytes)};
    for (auto const& wrong :
         {std::string(), std::string("U+F0000"), text.substr(0, text.size() - 4), text + " ",
          "u" + text.substr(1), "U+0F0000" + text.substr(7), "U+D800" + text.substr(7),
          "U+f0000" + text.substr(7), drawnText(empty)}) {
        EXPECT_FALSE(drawnFrom(wrong)) << wrong.substr(0, 20);
    }
}

TEST(DrawnCharacter, StandsInADescriptionThatNeedsIt) {
    auto const style = styleOf(std::string("安") + kItsText + "全" + kItsText);
    EXPECT_FALSE(describeSlogan(style));
    DrawnCharacter other = drawn();
    other.character = kNoFontHasIt + 1;
    DrawnCharacter known = drawn();
    known.character = U'安';
    auto const described = describeSlogan(style, {other, known, drawn()});
    ASSERT_TRUE(described) << described.error().message;
    EXPECT_EQ(described->drawn, std::vector{drawn()}) << "fonts go first";
    auto const text = canonicalSlogan(*described);
    EXPECT_EQ(parseSlogan(text).value(), *described);
    auto spoilt = text;
    spoilt.insert(spoilt.find("drawn U+F0000 ") + 20, " ");
    EXPECT_FALSE(parseSlogan(spoilt));
}

TEST(DrawnCharacter, TooManyAreRefused) {
    std::vector<DrawnCharacter> all;
    std::string text;
    for (unsigned i = 0; i <= kMostDrawnCharacters; ++i) {
        all.push_back(drawn());
        all.back().character = kNoFontHasIt + i;
        text += std::string("\xF3\xB0\x80") + static_cast<char>(0x80 + i);
    }
    auto const refused = describeSlogan(styleOf(text), all);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("at most 8"), std::string::npos);
    auto const findings =
        checkSloganOn(sketchSlogan(styleOf(text), all), {960, 96, Milliseconds(8'000)}).value();
    ASSERT_FALSE(findings.empty());
    EXPECT_EQ(findings.front().code, "missing-glyph") << "the check says so before";
}

TEST(DrawnCharacter, IsDrawnAsLargeAsOthersInTheSlogansColour) {
    auto const known = inked(*test::render(styleOf("国"), {96, 96})->frameAt(0, {}), styleOf(""));
    for (auto const* const around : {"", "国"}) {
        auto const style = styleOf(std::string(around) + kItsText + around);
        auto const described = describeSlogan(style, {drawn()}).value();
        auto const art = renderSlogan(described, {288, 96}).value();
        EXPECT_TRUE(art->fontMismatches().empty());
        auto const frame = art->frameAt(0, {});
        auto const box = inked(*frame, style);
        EXPECT_NEAR(box.height(), known.height(), 6) << around;
        EXPECT_EQ(test::wordAt(*frame, 144, 48), wordOf(style.colour)) << around;
    }
}

TEST(DrawnCharacter, HasSharpEdgesWhereTheSloganHas) {
    auto style = styleOf(std::string(kItsText) + kItsText);
    auto const described = describeSlogan(style, {drawn()}).value();
    auto const frame = renderSlogan(described, {64, 24}).value()->frameAt(0, {});
    EXPECT_EQ(coloursOf(*frame).size(), 2U);
    EXPECT_GT(inked(*frame, style).width(), 24);
    style.motion = SloganMotion::scrollLeft;
    auto const moving = describeSlogan(style, {drawn()}).value();
    auto const later = renderSlogan(moving, {64, 24}).value()->frameAt(25, {});
    EXPECT_FALSE(inked(*later, style).empty());
}

TEST(DrawnCharacter, IsNotMissedByTheCheck) {
    auto const style = styleOf(std::string("安全") + kItsText);
    SloganView const view{96, 24, Milliseconds(8'000)};
    auto const codes = [&](std::vector<DrawnCharacter> const& all) {
        std::string out;
        for (auto const& finding : checkSloganOn(sketchSlogan(style, all), view).value()) {
            out += finding.code + " ";
        }
        return out;
    };
    EXPECT_EQ(codes({}), "missing-glyph ");
    EXPECT_EQ(codes({drawn()}), "");
}

}  // namespace
}  // namespace tocsin::media
