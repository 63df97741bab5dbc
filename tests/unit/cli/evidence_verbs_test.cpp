// SPDX-License-Identifier: Apache-2.0
// tocsin evidence add, tocsin evidence gallery, tocsin screen sticker.
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "command_line.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::cli {
namespace {

using testing::HasSubstr;

class EvidenceVerbs : public test::CommandLine {
protected:
    EvidenceVerbs() {
        auto pattern = testing::TempDir() + "evidence-verbs-XXXXXX";
        directory = ::mkdtemp(pattern.data());
    }
    ~EvidenceVerbs() override { std::filesystem::remove_all(directory); }
    std::string file(std::string const& name, std::string const& bytes) const {
        std::ofstream(directory / name, std::ios::binary) << bytes;
        return (directory / name).string();
    }
    static std::string bytesOf(std::filesystem::path const& path) {
        std::ifstream in(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    static std::string added(std::string const& screen) {
        return R"({"picture":"0123456789abcdef0123","screen":")" + screen +
               R"(","at":"2026-06-01T00:30:00.000Z","manual":true})";
    }
    std::filesystem::path directory;
};

TEST_F(EvidenceVerbs, APhotographIsSentWithWhatIsSaidOfIt) {
    controller.answer(
        "POST /api/v1/evidence/photos?screen=gate&campaign=june&at=2026-06-01T00:30:00.000Z", 201,
        added("gate"));
    EXPECT_EQ(tocsin({"evidence", "add", file("a.jpg", "bytes"), "--screen", "gate", "--campaign",
                      "june", "--at", "2026-06-01T08:30:00+08:00"}),
              0)
        << err;
    EXPECT_EQ(controller.asked().at(0).body, "bytes");
    EXPECT_THAT(out, HasSubstr("a.jpg: screen gate, taken 2026-06-01T00:30:00.000Z, "
                               "0123456789abcdef\n"));
}

TEST_F(EvidenceVerbs, AFolderIsSentPictureByPictureAndGoesOnAfterARefusedOne) {
    file("b.JPG", "second");
    file("a.png", "first");
    file("notes.txt", "no picture");
    file("empty.jpeg", "");
    controller.answerOnce("POST /api/v1/evidence/photos", 422,
                          R"({"detail":"nothing tells which screen"})");
    controller.answer("POST /api/v1/evidence/photos", 201, added("gate"));
    EXPECT_EQ(tocsin({"evidence", "add", directory.string()}), 1);
    ASSERT_EQ(controller.asked().size(), 2U);
    EXPECT_EQ(controller.asked().at(0).body, "first");
    EXPECT_EQ(controller.asked().at(1).body, "second");
    EXPECT_THAT(err, HasSubstr("a.png: nothing tells which screen"));
    EXPECT_THAT(err, HasSubstr("empty.jpeg: the file is empty"));
    EXPECT_THAT(out, HasSubstr("b.JPG: screen gate"));
}

TEST_F(EvidenceVerbs, AFolderWithoutPicturesIsSaidToBeOne) {
    file("notes.txt", "no picture");
    EXPECT_EQ(tocsin({"evidence", "add", directory.string()}), 2);
    EXPECT_THAT(err, HasSubstr("no JPEG or PNG file"));
    EXPECT_EQ(tocsin({"evidence", "add", directory.string()}, Language::chinese), 2);
    EXPECT_THAT(err, HasSubstr("没有 JPEG 或 PNG 文件"));
}

TEST_F(EvidenceVerbs, TheGalleryIsAPageWithItsPicturesBesideIt) {
    auto const digest = messages::sha256("picture").hex();
    controller.answer("GET /api/v1/evidence/gallery?pictures=files&lang=zh&campaign=june", 200,
                      "<html>");
    controller.answer(
        "GET /api/v1/evidence?limit=500&campaign=june", 200,
        R"({"items":[{"picture":")" + digest + R"(","type":"image/png","bytes":7}],"next":null})");
    controller.answer("GET /api/v1/evidence/" + digest + "/file", 200, "picture");
    auto const folder = directory / "gallery";
    EXPECT_EQ(tocsin({"evidence", "gallery", "--campaign", "june", "--out", folder.string()},
                     Language::chinese),
              0)
        << err;
    EXPECT_EQ(bytesOf(folder / "index.html"), "<html>");
    EXPECT_EQ(bytesOf(folder / (digest + ".png")), "picture");
    EXPECT_THAT(out, HasSubstr("1 张图片"));
}

TEST_F(EvidenceVerbs, AGalleryOfNothingInParticularIsRefused) {
    EXPECT_EQ(tocsin({"evidence", "gallery", "--out", directory.string()}), 2);
    EXPECT_THAT(err, HasSubstr("--campaign or --warning"));
}

TEST_F(EvidenceVerbs, NoNameOfTheControllersLeavesTheFolder) {
    controller.answer("GET /api/v1/evidence/gallery?pictures=files&lang=en&warning=w", 200, "x");
    controller.answer("GET /api/v1/evidence?limit=500&warning=w", 200,
                      R"({"items":[{"picture":"../../x","bytes":1}],"next":null})");
    EXPECT_EQ(tocsin({"evidence", "gallery", "--warning", "w", "--lang", "en", "--out",
                      (directory / "gallery").string()}),
              1);
    EXPECT_THAT(err, HasSubstr("no digest"));
}

TEST_F(EvidenceVerbs, AScreensStickerIsWrittenToItsFile) {
    controller.answer("GET /api/v1/screens/gate/sticker.pdf?lang=zh", 200, "%PDF-zh");
    controller.answer("GET /api/v1/screens/gate/sticker.pdf?lang=en", 200, "%PDF-en");
    auto const target = (directory / "gate.pdf").string();
    EXPECT_EQ(tocsin({"screen", "sticker", "gate", "--out", target}, Language::chinese), 0) << err;
    EXPECT_EQ(bytesOf(target), "%PDF-zh") << "in the caller's language";
    EXPECT_EQ(tocsin({"screen", "sticker", "gate", "--out", target}), 0) << err;
    EXPECT_EQ(bytesOf(target), "%PDF-en");
}

TEST_F(EvidenceVerbs, ListsSayWhichPicturesPeopleTook) {
    controller.answer("GET /api/v1/evidence?limit=100&warning=rain", 200,
                      R"({"items":[{"picture":"ab","screen":"gate","cause":"photo","manual":true},)"
                      R"({"picture":"cd","screen":"gate","cause":"warning","delivered":true}],)"
                      R"("next":null})");
    EXPECT_EQ(tocsin({"evidence", "list", "--warning", "rain"}), 0) << err;
    EXPECT_THAT(out, HasSubstr("photograph"));
    EXPECT_THAT(out, HasSubstr("warning"));
    EXPECT_EQ(tocsin({"evidence", "list", "--warning", "rain"}, Language::chinese), 0) << err;
    EXPECT_THAT(out, HasSubstr("人工拍摄"));
}

}  // namespace
}  // namespace tocsin::cli
