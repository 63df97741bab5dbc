// SPDX-License-Identifier: Apache-2.0
// Official papers as PDF files, read again by programs of others.
#include <fcntl.h>
#include <gmock/gmock.h>

#include <limits>
#include <string>

#include "media_samples.hpp"
#include "support/program.hpp"
#include "tocsin/media/print.hpp"
#include "tocsin/media_worker/requests.hpp"

namespace tocsin::media {
namespace {

using testing::HasSubstr;

class PrintOfficial : public testing::Test {
protected:
    PrintOfficial() {
        document_.style = PrintStyle::official;
        document_.title = "电子屏播放情况报告";
        document_.pageNumber = "— {page} —";
        document_.created = "2026-06-22T08:30:00Z";
    }
    std::filesystem::path printed() {
        auto const file = directory_ / "out.pdf";
        int const out = ::open(file.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        auto const done = printDocument(document_, out);
        EXPECT_TRUE(done) << done.error().message;
        pages_ = done ? done->pages : 0;
        return file;
    }
    /// Without blanks, which are no words to pdftotext where they are narrow.
    std::string text(int page = 0) {
        std::vector<std::string> command{"/usr/bin/pdftotext", "-layout"};
        if (page > 0) {
            command.insert(command.end(), {"-f", std::to_string(page), "-l", std::to_string(page)});
        }
        command.insert(command.end(), {printed().string(), "-"});
        auto out = test::run(command).out;
        std::erase(out, ' ');
        return out;
    }
    PrintBlock& add(PrintKind kind, std::string said = "") {
        auto& block = document_.blocks.emplace_back();
        block.kind = kind;
        block.text = std::move(said);
        return block;
    }
    void addTable(int rows, bool wide) {
        auto& block = add(PrintKind::table, "表1");
        block.widths = {1, 1};
        block.headRows = 1;
        block.wide = wide;
        block.rows.push_back({{{"屏幕", true}, {"次数", true}}});
        for (int i = 1; i <= rows; ++i) {
            block.rows.push_back({{{"屏" + std::to_string(i)}, {"7"}}});
        }
    }

    test::TemporaryDirectory directory_;
    PrintDocument document_;
    int pages_ = 0;
};

TEST_F(PrintOfficial, HasItsFactsItsHeadingsAndItsPageNumber) {
    document_.subtitle = "（第3周）";
    document_.facts = {{"单位", "应急管理局"}, {"编号", "AQ-3"}};
    document_.footer = "第2版";
    add(PrintKind::heading, "一、总体情况");
    add(PrintKind::paragraph, "人人讲安全").paragraph = PrintParagraph::body;
    auto const read = text();
    for (auto const* const said : {"电子屏播放情况报告", "（第3周）", "单位：应急管理局",
                                   "编号：AQ-3", "一、总体情况", "人人讲安全", "—1—", "第2版"}) {
        EXPECT_THAT(read, HasSubstr(said));
    }
}

TEST_F(PrintOfficial, APageHas22LinesOf28Characters) {
    document_.title = "";
    std::string said;
    for (int i = 0; i < 28 * 22; ++i) {
        said += "安";
    }
    add(PrintKind::pageBreak);
    add(PrintKind::paragraph, said);
    static_cast<void>(printed());
    EXPECT_LE(pages_, 2) << "an empty title takes some of the first page";
}

TEST_F(PrintOfficial, ALongParagraphGoesOverPagesAndLosesNothing) {
    std::string said;
    for (int i = 0; i < 1'300; ++i) {
        said += "安全";
    }
    add(PrintKind::paragraph, said);
    auto read = text();
    std::size_t found = 0;
    for (auto at = read.find("全"); at != std::string::npos; at = read.find("全", at + 1)) {
        ++found;
    }
    EXPECT_EQ(found, 1'300U);
    EXPECT_GE(pages_, 4);
}

TEST_F(PrintOfficial, AWideTableLiesOnItsSideWithItsHeading) {
    add(PrintKind::paragraph, "前文");
    add(PrintKind::heading, "二、明细");
    addTable(60, true);
    add(PrintKind::heading, "三、说明");
    auto const pdf = printed();
    auto const sizes =
        test::run({"/usr/bin/pdfinfo", "-f", "1", "-l", std::to_string(pages_), pdf.string()}).out;
    EXPECT_THAT(sizes, HasSubstr("595.276 x 841.89"));
    EXPECT_THAT(sizes, HasSubstr("841.89 x 595.276"));
    EXPECT_THAT(text(2), HasSubstr("二、明细"));
    EXPECT_THAT(text(2), HasSubstr("屏1"));
    EXPECT_THAT(text(3), HasSubstr("次数")) << "its head is repeated";
    EXPECT_THAT(text(pages_), HasSubstr("三、说明"));
}

TEST_F(PrintOfficial, SixPicturesStandOnAPageEachWithItsCaption) {
    document_.title = "";
    document_.pictures = {test::bytesOf(test::samplePicture("jpg")), "no picture"};
    add(PrintKind::pageBreak);
    auto& block = add(PrintKind::pictures);
    for (int i = 1; i <= 12; ++i) {
        block.pictures.push_back({i % 2, {"图" + std::to_string(i) + "号", "来源：播放器截屏"}});
    }
    auto const read = text();
    for (int i = 1; i <= 12; ++i) {
        EXPECT_THAT(read, HasSubstr("图" + std::to_string(i) + "号"));
    }
    EXPECT_LE(pages_, 3);
    EXPECT_THAT(test::run({"/usr/bin/pdfimages", "-list", printed().string()}).out,
                HasSubstr("jpeg"));
}

TEST_F(PrintOfficial, FiguresAndDrawingsSayWhatTheySay) {
    add(PrintKind::figures).figures = {{"128,430", "累计播放", "次"}, {"98.6%", "完成率", ""}};
    auto& drawing = add(PrintKind::drawing, "图1").drawing;
    drawing = {440, 100, {}};
    drawing.shapes.push_back({PrintShapeKind::text, {{220, 50}}, 0, 9, "六月", PrintAlign::centre});
    drawing.shapes.push_back({PrintShapeKind::line, {{0, 0}, {440, 100}}, 0x1f5f99, 1});
    drawing.shapes.push_back({PrintShapeKind::box, {{0, 0}, {40, 40}}, 0x1f5f99});
    auto const read = text();
    for (auto const* const said : {"128,430", "累计播放", "98.6%", "图1", "六月"}) {
        EXPECT_THAT(read, HasSubstr(said));
    }
}

TEST_F(PrintOfficial, TheSameDocumentGivesTheSameBytes) {
    addTable(20, false);
    document_.pictures = {test::bytesOf(test::samplePicture("jpg"))};
    add(PrintKind::pictures).pictures = {{0, {"图1"}}};
    auto const first = test::bytesOf(printed());
    EXPECT_EQ(first, test::bytesOf(printed()));
}

TEST_F(PrintOfficial, WhatMakesNoSenseIsRefused) {
    add(PrintKind::heading, "x").level = 4;
    EXPECT_FALSE(checkDocument(document_));
    document_.blocks.clear();
    add(PrintKind::figures);
    EXPECT_FALSE(checkDocument(document_)) << "no figure";
    document_.blocks.clear();
    add(PrintKind::pictures).pictures = {{0, {}}};
    EXPECT_FALSE(checkDocument(document_)) << "there is no such picture";
    document_.blocks.clear();
    auto& drawing = add(PrintKind::drawing).drawing;
    drawing = {100, 100, {{PrintShapeKind::line, {{0, 0}, {1, 1}}}}};
    EXPECT_TRUE(checkDocument(document_));
    drawing.shapes[0].points[1].x = std::numeric_limits<double>::quiet_NaN();
    EXPECT_FALSE(checkDocument(document_));
    drawing.shapes[0].points.pop_back();
    EXPECT_FALSE(checkDocument(document_)) << "a line of one point";
}

TEST(PrintOfficialRequest, IsReadKeyByKey) {
    auto const read = media_worker::readPrintDocument(
        R"({"style":"official","subtitle":"s","author":"a","facts":[["n","v"]],"blocks":[)"
        R"({"kind":"heading","level":2},{"kind":"paragraph","paragraph":"right"},)"
        R"({"kind":"table","wide":true,"rows":[{"cells":[{"fill":255},{}]}]},)"
        R"({"kind":"figures","figures":[{"value":"1","name":"n","note":"o"}]},)"
        R"({"kind":"pictures","pictures":[{"picture":0,"caption":["c"]}]},)"
        R"({"kind":"drawing","drawing":{"width":10,"height":5.5,"shapes":[{"kind":"box",)"
        R"("points":[[1,2],[3.5,4]],"colour":1,"size":2,"text":"t","align":"centre"}]}}]})");
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->style, PrintStyle::official);
    EXPECT_EQ(read->facts[0].second, "v");
    EXPECT_EQ(read->blocks[0].level, 2);
    EXPECT_EQ(read->blocks[1].paragraph, PrintParagraph::right);
    EXPECT_TRUE(read->blocks[2].wide);
    EXPECT_EQ(read->blocks[2].rows[0].cells[0].fill, 255U);
    EXPECT_FALSE(read->blocks[2].rows[0].cells[1].fill);
    EXPECT_EQ(read->blocks[3].figures[0].note, "o");
    EXPECT_EQ(read->blocks[4].pictures[0].caption[0], "c");
    auto const& shape = read->blocks[5].drawing.shapes[0];
    EXPECT_EQ(shape.kind, PrintShapeKind::box);
    EXPECT_EQ(shape.points[1], (PrintPoint{3.5, 4}));
    for (auto const* const wrong :
         {R"({"facts":[["n"]]})", R"({"blocks":[{"drawing":{"shapes":[{"points":[[1]]}]}}]})",
          R"({"style":"x"})", R"({"blocks":[{"figures":[5]}]})"}) {
        EXPECT_FALSE(media_worker::readPrintDocument(wrong)) << wrong;
    }
}

}  // namespace
}  // namespace tocsin::media
