// SPDX-License-Identifier: Apache-2.0
// What the verdict says of pictures as offices have them.
#include <gtest/gtest.h>

#include "media_samples.hpp"
#include "tocsin/media/picture.hpp"
#include "tocsin/media/probe.hpp"

namespace tocsin::media {
namespace {

using Words = std::vector<std::string>;

std::filesystem::path picture(std::string const& size, std::string const& suffix,
                              std::string const& options = {}) {
    return test::madeByFfmpeg("-f lavfi -i testsrc=s=" + size + " -frames:v 1 " + options, suffix);
}

/// A PNG of a few bytes that says it is that large.
std::string bomb(std::string const& sides) {
    auto bytes = test::bytesOf(picture("16x16", "png"));
    return bytes.replace(16, sides.size(), sides);
}

void expectRefused(Verdict const& verdict, std::string_view words) {
    EXPECT_FALSE(verdict.accepted);
    EXPECT_NE(verdict.reason.find(words), std::string::npos) << verdict.reason;
    EXPECT_FALSE(verdict.technical.empty());
}

TEST(PictureKinds, ArePlayableOrNeedAnotherFormat) {
    struct Case {
        std::filesystem::path file;
        char const* codec;
        Words needs;
        bool playable;
    };
    for (auto const& [file, codec, needs, playable] :
         {Case{picture("61x37", "jpg"), "jpeg", {}, true},
          Case{picture("61x37", "png"), "png", {}, true},
          Case{picture("61x37", "png", "-pix_fmt rgba64be"), "png", {}, true},
          Case{picture("61x37", "webp"), "webp", {}, true},
          Case{picture("61x37", "gif"), "gif", {"format"}, false},
          Case{picture("61x37", "bmp"), "bmp", {"format"}, false},
          Case{picture("61x37", "tiff"), "tiff", {"format"}, false},
          Case{picture("62x38", "avif", "-c:v libaom-av1 -cpu-used 8 -usage realtime"),
               "avif",
               {"format"},
               false}}) {
        auto const mislabelled = test::fileOf(test::bytesOf(file), "mp4");
        auto const verdict = probe(mislabelled, Depth::quick);
        ASSERT_TRUE(verdict.accepted) << codec << verdict.reason << verdict.technical;
        EXPECT_EQ(verdict.kind, "picture");
        EXPECT_EQ(verdict.codec, codec);
        EXPECT_EQ(verdict.needs, needs) << codec;
        EXPECT_EQ(verdict.playable, playable) << codec;
        EXPECT_EQ(verdict.pages, 1);
        EXPECT_EQ(verdict.width, verdict.codec == "avif" ? 62 : 61);
        EXPECT_GT(verdict.bytes, 0);
        // The player's own reader takes these and no others.
        EXPECT_EQ(bool(loadPicture(mislabelled, {64, 64})), playable) << codec;
    }
}

TEST(PictureKinds, NeedAnotherSizeOverTheHousesLargest) {
    auto const wide = probe(picture("4098x16", "png"));
    EXPECT_EQ(wide.needs, (Words{"size"}));
    EXPECT_TRUE(wide.playable);
    auto const wider = probe(picture("9000x16", "bmp"));
    ASSERT_TRUE(wider.accepted) << wider.reason;
    EXPECT_EQ(wider.needs, (Words{"format", "size"}));
    auto const tooWideToPlay = probe(picture("9000x16", "png"));
    EXPECT_EQ(tooWideToPlay.needs, (Words{"size"}));
    EXPECT_FALSE(tooWideToPlay.playable);
}

TEST(PictureKinds, AreRefusedBeforeTheyTakeMemory) {
    using namespace std::literals;
    expectRefused(probe(test::fileOf(bomb("\0\0\xea\x60\0\0\xea\x60"s), "png")), "16384");
    expectRefused(probe(test::fileOf(bomb("\0\0\x3e\x80\0\0\x3e\x80"s), "png")), "200 million");
    auto jpeg = test::bytesOf(picture("16x16", "jpg"));
    auto const frame = jpeg.find("\xff\xc0"s);
    ASSERT_NE(frame, std::string::npos);
    jpeg.replace(frame + 5, 4, "\xff\xf0\xff\xf0"s);
    expectRefused(probe(test::fileOf(jpeg, "jpg")), "16384");
    auto gif = test::bytesOf(picture("16x16", "gif"));
    gif.replace(6, 4, "\xff\xff\xff\xff"s);
    expectRefused(probe(test::fileOf(gif, "gif")), "16384");
    auto bmp = test::bytesOf(picture("16x16", "bmp"));
    bmp.replace(18, 8, "\0\0\1\0\0\0\1\0"s);
    expectRefused(probe(test::fileOf(bmp, "bmp")), "16384");
}

TEST(PictureKinds, AreRefusedWhenCutOff) {
    for (auto const* const suffix : {"gif", "bmp", "tiff"}) {
        for (auto const permille : {100, 700, 950}) {
            expectRefused(probe(test::cutFile(picture("160x96", suffix), permille)), "export it");
        }
    }
    auto const avif = picture("160x96", "avif", "-c:v libaom-av1 -cpu-used 8 -usage realtime");
    expectRefused(probe(test::cutFile(avif, 900)), "export it");
}

TEST(PictureKinds, OfTiffThatWouldComeOutWronglyAreRefused) {
    using namespace std::literals;
    auto const whole = test::bytesOf(picture("64x64", "tiff"));
    struct Case {
        std::string entry, instead;
    };
    for (auto const& [entry, instead] :
         {Case{"\x03\x01\x03\0\x01\0\0\0"s, "\x07"s},     // compression: JPEG
          Case{"\x06\x01\x03\0\x01\0\0\0"s, "\x06"s}}) {  // colours: YCbCr
        auto bytes = whole;
        auto const at = bytes.find(entry);
        ASSERT_NE(at, std::string::npos);
        expectRefused(probe(test::fileOf(bytes.replace(at + entry.size(), 1, instead), "tiff")),
                      "JPEG or PNG");
    }
}

TEST(PictureKinds, OfPrintingColoursMustSayHowTheyAreMeant) {
    using namespace std::literals;
    auto jpeg = test::bytesOf(picture("16x16", "jpg"));
    auto const frame = jpeg.find("\xff\xc0"s);
    ASSERT_NE(frame, std::string::npos);
    jpeg[frame + 9] = 4;
    expectRefused(probe(test::fileOf(jpeg, "jpg")), "RGB");
    auto const noted = jpeg.insert(2,
                                   "\xff\xee\0\x0e"
                                   "Adobe\0\x64\0\0\0\0\x02"s);
    auto const verdict = probe(test::fileOf(noted, "jpg"));
    EXPECT_EQ(verdict.reason.find("RGB"), std::string::npos) << verdict.reason;
}

TEST(PictureKinds, NameWhatIsNotReadAndSayWhatToDo) {
    using namespace std::literals;
    expectRefused(probe(test::fileOf("\0\0\0\x18"
                                     "ftypheic\0\0\0\0mif1heic"s +
                                         std::string(500, 'x'),
                                     "heic")),
                  "HEIC");
    auto turned = test::bytesOf(picture("64x64", "avif", "-c:v libaom-av1 -cpu-used 8"));
    auto const at = turned.find("pixi");
    ASSERT_NE(at, std::string::npos);
    turned.replace(at, 4, "irot");
    expectRefused(probe(test::fileOf(turned, "avif")), "JPEG or PNG");
}

}  // namespace
}  // namespace tocsin::media
