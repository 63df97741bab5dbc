// SPDX-License-Identifier: Apache-2.0
// Documents as PDF files, read again by programs of others: their text, their QR code, their pages.
#include "tocsin/media/print.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>

#include <fstream>
#include <string>

#include "media_samples.hpp"
#include "support/program.hpp"
#include "tocsin/media_worker/requests.hpp"

namespace tocsin::media {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kCode[] = "7K2M9-QX4TB-0W3VZ-8H6DR-N";

class Print : public testing::Test {
protected:
    std::filesystem::path printed(PrintDocument const& document) {
        auto const file = directory_ / "out.pdf";
        int const out = ::open(file.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        auto const done = printDocument(document, out);
        EXPECT_TRUE(done) << done.error().message;
        pages_ = done ? done->pages : 0;
        EXPECT_EQ(done ? done->bytes : -1,
                  static_cast<std::int64_t>(std::filesystem::file_size(file)));
        return file;
    }
    static std::string textOf(std::filesystem::path const& pdf) {
        auto const ended = test::run({"/usr/bin/pdftotext", "-layout", pdf.string(), "-"});
        EXPECT_EQ(ended.code, 0) << ended.err;
        return ended.out;
    }
    static PrintRow row(std::vector<std::string> const& texts) {
        PrintRow out;
        for (auto const& text : texts) {
            out.cells.push_back({text});
        }
        return out;
    }
    static PrintDocument table(int rows) {
        PrintDocument out;
        out.title = "审批单";
        out.pageNumber = "第 {page} 页 / 共 {pages} 页";
        PrintBlock block;
        block.kind = PrintKind::table;
        block.widths = {1, 3};
        block.headRows = 1;
        block.rows.push_back(row({"序号", "名称"}));
        for (int i = 1; i <= rows; ++i) {
            block.rows.push_back(row({std::to_string(i), "素材 " + std::to_string(i)}));
        }
        out.blocks.push_back(std::move(block));
        return out;
    }

    test::TemporaryDirectory directory_;
    int pages_ = 0;
};

std::size_t countOf(std::string const& text, std::string const& what) {
    std::size_t out = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
        ++out;
    }
    return out;
}

TEST_F(Print, WhatIsPrintedCanBeReadAgain) {
    PrintDocument document;
    document.title = "电子屏播放内容审批单";
    document.footer = "编号 fire-1";
    document.blocks = {{PrintKind::heading, "一、播放内容"}, {PrintKind::paragraph, "人人讲安全"}};
    auto const text = textOf(printed(document));
    EXPECT_THAT(text, HasSubstr("电子屏播放内容审批单"));
    EXPECT_THAT(text, HasSubstr("一、播放内容"));
    EXPECT_THAT(text, HasSubstr("人人讲安全"));
    EXPECT_THAT(text, HasSubstr("编号 fire-1"));
    EXPECT_EQ(pages_, 1);
}

TEST_F(Print, TheQrCodeOfAPrintedPageIsReadByAnotherProgram) {
    PrintDocument document;
    document.title = "审批单";
    document.code = document.codeCaption = kCode;
    auto const pdf = printed(document);
    auto const picture = directory_ / "page";
    ASSERT_EQ(test::run({"/usr/bin/pdftoppm", "-r", "150", "-png", "-singlefile", pdf.string(),
                         picture.string()})
                  .code,
              0);
    auto const read =
        test::run({"/usr/bin/zbarimg", "--quiet", "--raw", picture.string() + ".png"});
    EXPECT_EQ(read.out, std::string(kCode) + "\n") << read.err;
}

TEST_F(Print, ALongTableGoesOverPagesWithItsHeadAndNoRowIsLost) {
    auto const text = textOf(printed(table(300)));
    EXPECT_GT(pages_, 5);
    EXPECT_EQ(countOf(text, "序号"), static_cast<std::size_t>(pages_));
    for (int i = 1; i <= 300; ++i) {
        EXPECT_THAT(text, HasSubstr("素材 " + std::to_string(i))) << i;
    }
    // Blanks in small print are no words to pdftotext.
    auto bare = text;
    std::erase(bare, ' ');
    auto const last = std::to_string(pages_);
    EXPECT_THAT(bare, HasSubstr("第1页/共" + last + "页"));
    EXPECT_THAT(bare, HasSubstr("第" + last + "页/共" + last + "页"));
}

TEST_F(Print, HostileTextsStayInTheirCellsAndTurnNothingAround) {
    auto document = table(0);
    std::string zalgo = "z";
    for (int i = 0; i < 500; ++i) {
        zalgo += "\u0301";
    }
    auto& rows = document.blocks[0].rows;
    for (auto const& hostile : {std::string(4'000, 'W'), std::string("a\xe2\x80\xae") + "fdp.exe",
                                zalgo, std::string("\x01\x1b[31m\x7f\xff"),
                                std::string(2'000, '\n'), std::string("<b>&amp;</b> %s {page}")}) {
        rows.push_back(row({"x", hostile}));
    }
    rows.push_back(row({"last", "the end"}));
    auto const text = textOf(printed(document));
    EXPECT_THAT(text, HasSubstr("afdp.exe"));
    EXPECT_THAT(text, HasSubstr("<b>&amp;</b> %s {page}"));
    EXPECT_THAT(text, HasSubstr("the end"));
    EXPECT_THAT(text, Not(HasSubstr("\x1b")));
    EXPECT_LE(pages_, 6);
}

TEST_F(Print, PicturesStandInTheFileAndDamagedOnesLeaveTheirPlaceEmpty) {
    auto document = table(0);
    document.pictures = {test::bytesOf(test::samplePicture("jpg")),
                         test::bytesOf(test::samplePicture("png")), "\xff\xd8\xff", "no picture"};
    PrintRow pictures;
    for (int i = 0; i < 2; ++i) {
        pictures.cells.push_back({"", false, false, PrintAlign::centre, 1, i});
    }
    PrintRow damaged;
    for (int i = 2; i < 4; ++i) {
        damaged.cells.push_back({"", false, false, PrintAlign::centre, 1, i});
    }
    document.blocks[0].rows.push_back(pictures);
    document.blocks[0].rows.push_back(damaged);
    auto const pdf = printed(document);
    auto const listed = test::run({"/usr/bin/pdfimages", "-list", pdf.string()});
    EXPECT_EQ(countOf(listed.out, " rgb "), 2U) << listed.out;
    EXPECT_THAT(listed.out, HasSubstr("jpeg")) << "it went in as it was";
}

TEST_F(Print, ADocumentThatMakesNoSenseIsRefused) {
    auto const refused = [](PrintDocument const& document) { return !checkDocument(document); };
    auto document = table(1);
    EXPECT_FALSE(refused(document));
    document.blocks[0].rows[1].cells.pop_back();
    EXPECT_TRUE(refused(document)) << "a cell is missing";
    document = table(1);
    document.blocks[0].rows[1].cells[0].picture = 0;
    EXPECT_TRUE(refused(document)) << "there is no such picture";
    document = table(1);
    document.blocks[0].widths = {0, 3};
    EXPECT_TRUE(refused(document));
    document = table(1);
    document.language = "fr";
    EXPECT_TRUE(refused(document));
    document = table(1);
    document.title = std::string(10'000, 'x');
    EXPECT_TRUE(refused(document));
}

TEST(PrintRequest, IsReadKeyByKey) {
    auto const read = media_worker::readPrintDocument(
        R"({"title":"t","language":"en","blocks":[{"kind":"table","widths":[2,3],"headRows":1,)"
        R"("rows":[{"cells":[{"text":"a","strong":true},{"text":"b","align":"right","picture":0}],)"
        R"("leastMm":12}]}],"pictures":["AAE="]})");
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->blocks[0].widths, (std::vector<int>{2, 3}));
    EXPECT_EQ(read->blocks[0].rows[0].leastMm, 12);
    EXPECT_EQ(read->blocks[0].rows[0].cells[1].align, PrintAlign::right);
    EXPECT_EQ(read->pictures[0], std::string("\0\1", 2));
    for (auto const* const wrong : {R"([])", R"({"titel":"x"})", R"({"blocks":[{"kind":"video"}]})",
                                    R"({"blocks":[{"rows":[{"cells":[{"text":5}]}]}]})",
                                    R"({"pictures":["%%"]})", R"({"blocks":"x"})"}) {
        EXPECT_EQ(media_worker::readPrintDocument(wrong).error().code, Errc::invalid) << wrong;
    }
}

}  // namespace
}  // namespace tocsin::media
