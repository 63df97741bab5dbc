// SPDX-License-Identifier: Apache-2.0
// PDF documents: what the verdict says, and their pages as pictures.
#include <gtest/gtest.h>

#include "descriptors.hpp"
#include "media_samples.hpp"
#include "pdf_samples.hpp"
#include "tocsin/media/picture.hpp"
#include "tocsin/media/picture_master.hpp"
#include "tocsin/media/probe.hpp"

namespace tocsin::media {
namespace {

using test::nearColour;
using test::pixelAt;
using test::samplePdf;

TEST(Pages, AreCountedAndMeasured) {
    auto const verdict = probe(samplePdf({.pages = 3}), Depth::quick);
    ASSERT_TRUE(verdict.accepted) << verdict.reason << verdict.technical;
    EXPECT_EQ(verdict.kind, "picture");
    EXPECT_EQ(verdict.codec, "pdf");
    EXPECT_EQ(verdict.pages, 3);
    EXPECT_EQ(verdict.needs, std::vector<std::string>{"format"});
    EXPECT_FALSE(verdict.playable);
    EXPECT_EQ(verdict.width, 2560);
    EXPECT_EQ(verdict.height, 3840);
    auto const turned = probe(samplePdf({.rotate = 90}));
    EXPECT_EQ(turned.width, 3840);
    EXPECT_EQ(turned.height, 2560);
}

TEST(Pages, AreFoundByContent) {
    auto const bytes = test::bytesOf(samplePdf({}));
    EXPECT_TRUE(probe(test::fileOf(bytes, "jpg")).accepted);
    EXPECT_TRUE(probe(test::fileOf("\xef\xbb\xbf\n" + bytes, "pdf")).accepted);
    auto const file = test::fileOf(bytes, "mp4");
    int const open = toRead(file);
    EXPECT_TRUE(holdsPages(open));
    ::close(open);
    int const picture = toRead(test::samplePicture("png"));
    EXPECT_FALSE(holdsPages(picture));
    ::close(picture);
}

TEST(Pages, AreRefusedWithAReason) {
    struct Case {
        std::filesystem::path file;
        char const* named;
    };
    auto const whole = samplePdf({.pages = 2});
    for (auto const& [file, named] :
         {Case{samplePdf({.pages = 0}), "no pages"}, Case{samplePdf({.pages = 501}), "500"},
          Case{samplePdf({.locked = true}), "password"}, Case{test::cutFile(whole, 700), "cut off"},
          Case{test::cutFile(whole, 950), "cut off"}, Case{test::cutFile(whole, 30), "cut off"},
          Case{test::fileOf(test::bytesOf(whole) + std::string(5'000, 'x'), "pdf"), "cut off"},
          Case{test::fileOf("%PDF-1.7 and so on", "pdf"), "damaged"}}) {
        auto const verdict = probe(file);
        EXPECT_FALSE(verdict.accepted) << named;
        EXPECT_NE(verdict.reason.find(named), std::string::npos) << verdict.reason;
        EXPECT_FALSE(verdict.technical.empty());
    }
    EXPECT_EQ(probe(samplePdf({.pages = 500})).pages, 500);
}

struct Drawn {
    Result<PictureMaster> made = Error{Errc::invalid, "not run"};
    FramePtr frame;
};

Drawn draw(std::filesystem::path const& file, PictureOrder const& order) {
    Drawn out;
    auto const target = test::fileOf("", "png");
    out.made = makePictureMaster(toRead(file), toWrite(target), order);
    if (out.made) {
        auto loaded = loadPicture(target, {out.made->width, out.made->height});
        EXPECT_TRUE(loaded);
        out.frame = loaded ? *loaded : blackFrame(1, 1);
    }
    return out;
}

TEST(Pages, FillTheBoxOnWhite) {
    auto const drawn =
        draw(samplePdf({.pages = 2}), {.maxWidth = 400, .maxHeight = 300, .page = 2});
    ASSERT_TRUE(drawn.made) << drawn.made.error().message;
    EXPECT_EQ(drawn.made->format, PictureFormat::png);
    ASSERT_EQ(drawn.made->width, 200);
    ASSERT_EQ(drawn.made->height, 300);
    EXPECT_TRUE(nearColour(pixelAt(*drawn.frame, 50, 250), 255, 0, 0, 2));
    EXPECT_TRUE(nearColour(pixelAt(*drawn.frame, 150, 50), 0, 0, 255, 2));
    EXPECT_TRUE(nearColour(pixelAt(*drawn.frame, 50, 50), 255, 255, 255, 2));
}

TEST(Pages, AreTurnedAsTheySay) {
    auto const drawn = draw(samplePdf({.rotate = 90}), {.maxWidth = 300, .maxHeight = 300});
    ASSERT_TRUE(drawn.made) << drawn.made.error().message;
    ASSERT_EQ(drawn.made->width, 300);
    ASSERT_EQ(drawn.made->height, 200);
    // What was at the lower left is at the upper left.
    EXPECT_TRUE(nearColour(pixelAt(*drawn.frame, 30, 30), 255, 0, 0, 2));
    EXPECT_TRUE(nearColour(pixelAt(*drawn.frame, 270, 170), 0, 0, 255, 2));
}

int darkPixels(Frame const& frame) {
    int dark = 0;
    for (int y = 0; y < frame.height; ++y) {
        for (int x = 0; x < frame.width; ++x) {
            dark += pixelAt(frame, x, y).green < 100 ? 1 : 0;
        }
    }
    return dark;
}

TEST(Pages, ShowLettersWhoseFontTheDocumentDoesNotBring) {
    // 安全 in UCS-2.
    for (auto const& [chinese, text] :
         {std::pair{false, "(Safety)"}, std::pair{true, "<5b895168>"}}) {
        auto const drawn = draw(
            samplePdf({.content = std::string("0 g BT /F1 150 Tf 30 400 Td ") + text + " Tj ET",
                       .chinese = chinese}),
            {.maxWidth = 600, .maxHeight = 900});
        ASSERT_TRUE(drawn.made) << drawn.made.error().message;
        EXPECT_GT(darkPixels(*drawn.frame), 3'000) << text;
    }
}

TEST(Pages, ThatAreNotThereAreNamed) {
    auto const drawn = draw(samplePdf({.pages = 2}), {.page = 3});
    ASSERT_FALSE(drawn.made);
    EXPECT_NE(drawn.made.error().message.find("no page 3"), std::string::npos);
    auto const flat = draw(test::samplePicture("png"), {.page = 2});
    ASSERT_FALSE(flat.made);
    EXPECT_NE(flat.made.error().message.find("no page 2"), std::string::npos);
}

}  // namespace
}  // namespace tocsin::media
