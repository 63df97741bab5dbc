// SPDX-License-Identifier: Apache-2.0
// Documents as DOCX files, opened again by programs of others.
#include <gmock/gmock.h>

#include <fstream>
#include <pugixml.hpp>
#include <stdexcept>

#include "support/program.hpp"
#include "tocsin/documents/archive.hpp"
#include "tocsin/documents/write.hpp"

namespace tocsin::documents {
namespace {

using testing::HasSubstr;
using testing::Not;

// The head of a PNG file of 640 × 480, whose pixels nobody needs here.
std::string pngHead() {
    return std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0\x08\x02\0\0\0", 29);
}

Document sample() {
    Document out;
    out.title = "电子屏播放情况报告";
    out.facts = {{"单位", "区医疗集团"}};
    out.footer = "编号 W02";
    out.created = "2026-06-15T08:00:00+08:00";
    out.author = "区医疗集团";
    Table table;
    table.title = "各屏幕播放明细";
    table.wide = true;
    table.columns = {{"屏幕"}, {"实播（次）"}};
    for (int i = 0; i < 60; ++i) {
        Cell count{"3,471"};
        count.number = Number{3471};
        table.rows.push_back({{"大门屏"}, count});
    }
    Cell total{"合计"};
    total.columns = 2;
    table.totals = {{total}};
    Chart chart;
    chart.title = "逐日实播";
    chart.categories = {"6月8日", "6月9日"};
    chart.series = {{"实播", 0x1f5f99, {12.0, std::nullopt}}};
    out.blocks = {Heading{1, "一、总体情况"},
                  Paragraph{"人人讲安全\n个个会应急"},
                  Heading{1, "二、明细"},
                  table,
                  chart,
                  Pictures{{{pngHead(), "a.png", {"图1 大门屏"}}}},
                  Figures{{{"98.6%", "完成率", ""}}}};
    return out;
}

std::string part(std::string const& docx, std::string const& name) {
    auto const entries = unzip(docx);
    EXPECT_TRUE(entries);
    for (auto const& entry : *entries) {
        if (entry.name == name) {
            return entry.bytes;
        }
    }
    ADD_FAILURE() << name;
    return {};
}

void expectWellFormed(std::string const& docx) {
    auto const entries = unzip(docx);
    ASSERT_TRUE(entries);
    for (auto const& entry : *entries) {
        if (entry.name.ends_with(".xml") || entry.name.ends_with(".rels")) {
            pugi::xml_document tree;
            EXPECT_TRUE(tree.load_buffer(entry.bytes.data(), entry.bytes.size())) << entry.name;
        }
    }
}

TEST(Docx, TheSameDocumentGivesTheSameBytes) {
    EXPECT_EQ(toDocx(sample()), toDocx(sample()));
}

TEST(Docx, OfficeProgramsReadTheChineseText) {
    test::TemporaryDirectory const directory;
    std::ofstream(directory / "a.docx", std::ios::binary) << toDocx(sample());
    auto const office = test::run(
        {"/usr/bin/soffice", "-env:UserInstallation=file://" + (directory / "office").string(),
         "--headless", "--convert-to", "pdf", "--outdir", directory.path().string(),
         (directory / "a.docx").string()},
        std::chrono::seconds(100));
    ASSERT_EQ(office.code, 0) << office.err;
    auto const text =
        test::run({"/usr/bin/pdftotext", "-layout", (directory / "a.pdf").string(), "-"});
    for (auto const* expected : {"电子屏播放情况报告", "区医疗集团", "一、总体情况", "人人讲安全",
                                 "个个会应急", "3,471", "合计", "图 1 大门屏", "98.6%", "W02"}) {
        EXPECT_THAT(text.out, HasSubstr(expected));
    }
    EXPECT_THAT(text.out, testing::ContainsRegex("— ?2 ?—"));
}

TEST(Docx, TimesAuthorAndTitleAreTheDocumentsOwn) {
    auto const core = part(toDocx(sample()), "docProps/core.xml");
    EXPECT_THAT(core, HasSubstr(">2026-06-15T00:00:00Z</dcterms:created>"));
    EXPECT_THAT(core, HasSubstr("<dc:creator>区医疗集团</dc:creator>"));
}

TEST(Docx, WideTablesLieOnTheirSideAndRepeatTheirHead) {
    auto const text = part(toDocx(sample()), "word/document.xml");
    EXPECT_THAT(text, HasSubstr("w:orient=\"landscape\""));
    EXPECT_THAT(text, HasSubstr("<w:tblHeader/>"));
    EXPECT_THAT(text, HasSubstr("<w:gridSpan w:val=\"2\"/>"));
    EXPECT_THAT(text, HasSubstr("<w:jc w:val=\"right\"/>"));
}

TEST(Docx, WhatIsNotKnownIsAGapInTheChart) {
    auto const chart = part(toDocx(sample()), "word/charts/chart1.xml");
    EXPECT_THAT(chart, HasSubstr("<c:ptCount val=\"2\"/><c:pt idx=\"0\"><c:v>12</c:v></c:pt></c:"
                                 "numCache>"));
    EXPECT_THAT(chart, HasSubstr("<c:dispBlanksAs val=\"gap\"/>"));
}

TEST(Docx, LedgersStayInTheWorkbook) {
    auto document = sample();
    std::get<Table>(document.blocks[3]).ledger = true;
    EXPECT_THAT(part(toDocx(document), "word/document.xml"), Not(HasSubstr("各屏幕播放明细")));
}

TEST(Docx, HostileTextsStayTextsEverywhere) {
    for (std::string const& text :
         {std::string("=1+1"), std::string("@SUM(A1)"), std::string("<&>\"'</w:t>]]>"),
          std::string("a\0\x01\x1b\x7f\xff\xed\xa0\x80z", 11), std::string("\u202egnp.exe\u2066"),
          std::string("/\\[]:*?"), std::string(20'000, 'x'), std::string("\ufffe\uffff&#0;")}) {
        auto document = sample();
        document.title = document.subtitle = document.footer = document.author = text;
        document.facts = {{text, text}};
        auto& table = std::get<Table>(document.blocks[3]);
        table.title = table.columns[0].title = table.rows[0][0].text = text;
        auto& chart = std::get<Chart>(document.blocks[4]);
        chart.title = chart.valueTitle = chart.categories[0] = chart.series[0].name = text;
        auto& picture = std::get<Pictures>(document.blocks[5]).pictures[0];
        picture.name = text;
        picture.caption = {text};
        document.blocks.push_back(Heading{1, text});
        document.blocks.push_back(Paragraph{text, ParagraphStyle::right});
        document.blocks.push_back(Figures{{{text, text, text}}});
        auto const docx = toDocx(document);
        expectWellFormed(docx);
        auto const xml = part(docx, "word/document.xml");
        EXPECT_EQ(xml.find("\u202e"), std::string::npos);
        EXPECT_EQ(xml.find('\x1b'), std::string::npos);
    }
}

TEST(Docx, PicturesThatCannotBeReadAreALineThatSaysSo) {
    for (auto const& bytes : {std::string(), std::string("GIF89a"), pngHead().substr(0, 20),
                              std::string("\xff\xd8\xff\xe0\xff\xff"),
                              std::string("\xff\xd8\xff\xc0\0\x11\x08\0\0\0\0\x03", 12)}) {
        Document document;
        document.blocks = {Pictures{{{bytes, "坏图.jpg", {}}}}};
        EXPECT_THAT(part(toDocx(document), "word/document.xml"),
                    HasSubstr("（图片无法读取：坏图.jpg）"));
    }
}

TEST(Docx, WhatBreaksTheBoundsIsOurMistake) {
    auto document = sample();
    std::get<Table>(document.blocks[3]).rows[0].pop_back();
    EXPECT_THROW((void)toDocx(document), std::invalid_argument);
    document = sample();
    std::get<Chart>(document.blocks[4]).series[0].values.pop_back();
    EXPECT_THROW((void)toDocx(document), std::invalid_argument);
}

}  // namespace
}  // namespace tocsin::documents
