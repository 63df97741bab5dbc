// SPDX-License-Identifier: Apache-2.0
// What photographs tell: the camera's time, and the stickers in the picture.
#include "tocsin/media/photograph_reader.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>

#include "descriptors.hpp"
#include "media_samples.hpp"
#include "support/exif_samples.hpp"
#include "support/program.hpp"
#include "tocsin/media/print.hpp"
#include "tocsin/media_worker/requests.hpp"

namespace tocsin::media {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Photograph read(std::filesystem::path const& file) {
    auto const out = readPhotograph(toRead(file));
    EXPECT_TRUE(out) << out.error().message;
    return out ? *out : Photograph{};
}

std::string refusal(std::filesystem::path const& file) {
    auto const out = readPhotograph(toRead(file));
    EXPECT_FALSE(out);
    return out ? "" : out.error().message;
}

/// A page with this sticker, as it comes from a printer: a PNG picture.
std::filesystem::path stickerPage(std::string const& text) {
    PrintDocument document;
    document.title = "大门 LED";
    document.blocks = {{PrintKind::code, text}};
    auto const folder = test::sampleFolder() / "stickers";
    std::filesystem::create_directories(folder);
    auto const pdf = folder / "sticker.pdf";
    int const out = ::open(pdf.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    EXPECT_TRUE(printDocument(document, out));
    auto const page = folder / "sticker";
    EXPECT_EQ(test::run({"/usr/bin/pdftoppm", "-r", "75", "-png", "-singlefile", pdf.string(),
                         page.string()})
                  .code,
              0);
    return page.string() + ".png";
}

/// That page, small and turned, in the corner of a photograph with noise.
std::filesystem::path photographWith(std::string const& sticker) {
    return test::madeByFfmpeg(
        "-f lavfi -i testsrc=size=2000x1500 -i " + stickerPage(sticker).string() +
            " -filter_complex \"[1]format=rgba,scale=360:-1,rotate=0.3:ow=520:oh=640:c=none[q];"
            "[0][q]overlay=1300:700,noise=alls=10\" -frames:v 1",
        "jpg");
}

TEST(Photograph, TellsWhenItWasTakenOnTheCamerasClock) {
    auto const jpeg = test::bytesOf(test::samplePicture("jpg"));
    auto const taken = "2026:06:01 08:30:00";
    auto const with = read(test::fileOf(test::withExif(jpeg, taken, "+08:00"), "jpg"));
    EXPECT_EQ(with.taken, taken);
    EXPECT_EQ(with.offset, "+08:00");
    EXPECT_FALSE(with.png);
    EXPECT_EQ(with.width, 160);
    EXPECT_EQ(with.height, 96);
    auto const without = read(test::fileOf(test::withExif(jpeg, taken, ""), "jpg"));
    EXPECT_EQ(without.taken, taken);
    EXPECT_EQ(without.offset, "");
    EXPECT_EQ(read(test::fileOf(jpeg, "jpg")).taken, "");
}

TEST(Photograph, BelievesNoTimeOfAnotherForm) {
    auto const jpeg = test::bytesOf(test::samplePicture("jpg"));
    for (auto const* const taken : {"1 June 2026, early.", "    :  :     :  :  ", "2026"}) {
        EXPECT_EQ(read(test::fileOf(test::withExif(jpeg, taken, "east"), "jpg")).taken, "");
    }
}

TEST(Photograph, FindsTheStickerOfAScreenInThePicture) {
    EXPECT_THAT(read(photographWith("tocsin-screen/1 gate-led")).screens, ElementsAre("gate-led"));
}

TEST(Photograph, LeavesOutWhatOtherCodesSay) {
    EXPECT_THAT(read(photographWith("https://example.org/gate-led")).screens, IsEmpty());
    EXPECT_THAT(read(photographWith("tocsin-screen/1 a b\n<c>")).screens, IsEmpty());
    EXPECT_THAT(read(test::samplePicture("png")).screens, IsEmpty());
}

TEST(Photograph, TakesJpegAndPngAndRefusesTheRestInWords) {
    EXPECT_TRUE(read(test::samplePicture("png")).png);
    EXPECT_THAT(refusal(test::samplePicture("webp")), HasSubstr("neither JPEG nor PNG"));
    EXPECT_THAT(refusal(test::fileOf("<html>", "jpg")), HasSubstr("not a picture"));
    EXPECT_THAT(refusal(test::cutFile(test::samplePicture("jpg"), 500)), HasSubstr("cut off"));
}

TEST(Photograph, IsAnsweredAsOneLine) {
    Photograph photograph;
    photograph.width = 4'000;
    photograph.height = 3'000;
    photograph.taken = "2026:06:01 08:30:00";
    photograph.screens = {"gate-led"};
    EXPECT_EQ(media_worker::photographJson(photograph),
              R"({"done":true,"type":"image/jpeg","width":4000,"height":3000,)"
              R"("taken":"2026:06:01 08:30:00","offset":"","screens":["gate-led"]})");
}

}  // namespace
}  // namespace tocsin::media
