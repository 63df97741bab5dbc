// SPDX-License-Identifier: Apache-2.0
// Documents as workbooks: what is in the file, and what another program reads of it.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <fstream>
#include <pugixml.hpp>
#include <stdexcept>

#include "support/program.hpp"
#include "tocsin/documents/sheet.hpp"
#include "tocsin/documents/write.hpp"
#include "workbook_samples.hpp"

namespace tocsin::documents {
namespace {

using test::workbookPart;

std::vector<std::string> const& hostileTexts() {
    static std::vector<std::string> const texts{
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "=HYPERLINK(\"javascript:alert(1)\",\"x\")",
        "javascript:alert(1)",
        "http://evil.example/",
        "/\\[]:*?",
        "a & b && &P &G &[Picture]",
        "<b>&amp;</b>\"'",
        "bell \x07 and \x1b[31m",
        "not \xff UTF-8",
        "_x0041_",
        "'",
        std::string(40'000, 'x'),
    };
    return texts;
}

/// A document with this text wherever a text may be.
Document hostileDocument(std::string const& text) {
    Document document{.language = Language::english,
                      .title = text,
                      .subtitle = text,
                      .facts = {{text, text}, {text, text}}};
    document.footer = text;
    document.author = text;
    document.created = "2026-06-16T18:00:00+08:00";
    document.blocks = {Heading{2, text}, Paragraph{text, ParagraphStyle::lead},
                       Figures{{{text, text, text}}}};
    Chart chart{.title = text, .valueTitle = text, .categories = {text, text}, .series = {}};
    chart.series = {{text, 0, {1, std::nullopt}}, {text, 0xffffff, {std::nullopt, 2}}};
    document.blocks.emplace_back(chart);
    chart.kind = ChartKind::lines;
    document.blocks.emplace_back(chart);
    Table table{.title = text, .sheet = text, .columns = {{text}, {text}}, .rows = {}};
    table.rows = {{Cell{text}, Cell{text, Number{1}}}};
    table.totals = {{Cell{.text = text, .columns = 2}}};
    table.ledger = true;
    document.blocks.insert(document.blocks.end(), 2, Block(table));
    return document;
}

std::string xlsxOf(Document const& document) {
    auto const file = toXlsx(document);
    EXPECT_TRUE(file) << file.error().message;
    return file ? *file : "";
}

Document report() {
    Document document{.title = "播放情况报告", .facts = {{"单位", "中心医院"}}};
    document.created = "2026-06-16T18:00:00+08:00";
    document.footer = "2026-AQ-0002";
    Table table{.title = "播放统计",
                .sheet = "",
                .columns = {{"屏幕", 20}, {"实播（次）", 10}, {"完成率", 10}, {"时长（h）", 10}},
                .rows = {}};
    table.rows = {{Cell{"大门屏"}, Cell{"1,234", Number{1234}},
                   Cell{"98.60%", Number{0.986, NumberForm::percent}},
                   Cell{"57.83", Number{57.83, NumberForm::hours}}}};
    table.totals = {{Cell{.text = "合计", .columns = 3}, Cell{"57.83"}}};
    table.wide = true;
    table.ledger = true;
    document.blocks = {Heading{1, "一、总体情况"}, Paragraph{"正文"}, table};
    return document;
}

TEST(ToXlsx, GivesTheSameBytesForTheSameDocument) {
    auto const first = xlsxOf(report());
    EXPECT_EQ(first, xlsxOf(report()));
    auto timeless = report();
    timeless.created.clear();
    EXPECT_NE(workbookPart(xlsxOf(timeless), "docProps/core.xml").find("1980-01-01"),
              std::string::npos);
}

TEST(ToXlsx, HasAnOverviewAndASheetATable) {
    auto const file = xlsxOf(report());
    auto const workbook = workbookPart(file, "xl/workbook.xml");
    EXPECT_LT(workbook.find("name=\"概况\""), workbook.find("name=\"播放统计\""));
    EXPECT_NE(workbook.find("'播放统计'!$1:$2"), std::string::npos) << "rows that pages repeat";
    EXPECT_EQ(workbook.find("图表数据"), std::string::npos) << "there is no chart";
    auto const sheet = readSheet(file);
    ASSERT_TRUE(sheet);
    EXPECT_EQ(sheet->rows[0][0], "播放情况报告");

    auto const table = workbookPart(file, "xl/worksheets/sheet2.xml");
    EXPECT_NE(table.find("<pageSetup paperSize=\"9\""), std::string::npos);
    EXPECT_NE(table.find("orientation=\"landscape\""), std::string::npos);
    EXPECT_NE(table.find("<autoFilter ref=\"A2:D3\"/>"), std::string::npos) << "without its sums";
    EXPECT_NE(table.find("<pane ySplit=\"2\""), std::string::npos);
    EXPECT_NE(table.find("&amp;P / &amp;N"), std::string::npos);
    EXPECT_NE(table.find("<v>0.986</v>"), std::string::npos);
    auto const styles = workbookPart(file, "xl/styles.xml");
    EXPECT_NE(styles.find("formatCode=\"0.00%\""), std::string::npos);
    EXPECT_NE(styles.find("formatCode=\"#,##0.00\""), std::string::npos);
}

TEST(ToXlsx, MakesNoTextAFormulaOrALink) {
    for (auto const& text : hostileTexts()) {
        auto const file = xlsxOf(hostileDocument(text));
        auto const entries = unzip(file);
        ASSERT_TRUE(entries) << entries.error().message;
        for (auto const& entry : *entries) {
            pugi::xml_document xml;
            EXPECT_TRUE(xml.load_buffer(entry.bytes.data(), entry.bytes.size())) << entry.name;
            EXPECT_EQ(entry.bytes.find("<hyperlink"), std::string::npos) << text;
            EXPECT_EQ(entry.bytes.find("TargetMode"), std::string::npos) << text;
            bool const sheet = entry.name.starts_with("xl/worksheets/sheet");
            EXPECT_TRUE(!sheet || entry.bytes.find("<f>") == std::string::npos) << text;
            // Whatever a chart takes from cells, it takes from the sheet of its data.
            for (auto at = entry.bytes.find("<c:f>"); at != std::string::npos;
                 at = entry.bytes.find("<c:f>", at + 1)) {
                EXPECT_EQ(entry.bytes.substr(at + 5, 13), "'Chart data'!") << text;
            }
        }
    }
}

TEST(ToXlsx, KeepsHostileTextsAsTheyAre) {
    for (auto const* text : {"=1+1", "@SUM(A1)", "_x0041_", "a & b && &P", "<b>"}) {
        auto const sheet = readSheet(xlsxOf(hostileDocument(text)));
        ASSERT_TRUE(sheet) << sheet.error().message;
        EXPECT_EQ(sheet->rows[0][0], text);
    }
}

TEST(ToXlsx, IsReadByAnotherProgram) {
    test::TemporaryDirectory const directory;
    auto document = hostileDocument("=1+1 & <x> /\\[]:*?");
    document.title = "=HYPERLINK(\"javascript:alert(1)\")";
    std::ofstream(directory / "report.xlsx", std::ios::binary) << xlsxOf(document);
    auto const converted = test::run(
        {"/usr/bin/soffice", "-env:UserInstallation=file://" + (directory / "office").string(),
         "--headless", "--convert-to",
         "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
         "--outdir", directory.path().string(), (directory / "report.xlsx").string()},
        std::chrono::seconds(100));
    ASSERT_EQ(converted.code, 0) << converted.err;
    auto const overview = test::readFile(directory / "report-Overview.csv");
    EXPECT_EQ(overview.substr(0, overview.find(',')),
              "\"=HYPERLINK(\"\"javascript:alert(1)\"\")\"");
    auto const table = test::readFile(directory / "report-=1+1 & <x> -------.csv");
    EXPECT_NE(table.find("=1+1 & <x> /\\[]:*?"), std::string::npos) << converted.out;
}

TEST(ToXlsx, RefusesDocumentsBeyondTheirBounds) {
    auto const write = [](std::vector<Column> columns, std::vector<std::vector<Cell>> rows) {
        Table const table{"t", "", std::move(columns), std::move(rows)};
        (void)toXlsx({.title = "t", .blocks = {table}});
    };
    EXPECT_THROW(write({}, {}), std::invalid_argument);
    EXPECT_THROW(write({{"a", 0}}, {}), std::invalid_argument);
    EXPECT_THROW(write({{"a"}}, {{Cell{}, Cell{}}}), std::invalid_argument);
    EXPECT_THROW(write({{"a"}}, {{Cell{.text = "", .columns = 0}}}), std::invalid_argument);
    Chart const chart{ChartKind::bars, "", "", {"a"}, {Series{"s", 0, {}}}};
    EXPECT_THROW((void)toXlsx({.title = "t", .blocks = {chart}}), std::invalid_argument);
    Figures const figures{std::vector<Figures::Figure>(7)};
    EXPECT_THROW((void)toXlsx({.title = "t", .blocks = {figures}}), std::invalid_argument);
}

TEST(ToXlsx, WritesDocumentsWithAlmostNothingInThem) {
    Document document{.language = Language::english, .title = ""};
    document.blocks = {Chart{ChartKind::bars, "none", "", {}, {}},
                       Table{"", "", {{""}}, {}},
                       Figures{{{"1", "plays", ""}}},
                       Pictures{},
                       PageBreak{},
                       Paragraph{}};
    auto const workbook = workbookPart(xlsxOf(document), "xl/workbook.xml");
    EXPECT_NE(workbook.find("name=\"Overview\""), std::string::npos);
    EXPECT_NE(workbook.find("name=\"Sheet\""), std::string::npos);
}

/// No file of this process grows beyond so many bytes while it lives: a disk that is full.
class FullDisk {
public:
    explicit FullDisk(rlim_t bytes) : signal_(std::signal(SIGXFSZ, SIG_IGN)) {
        getrlimit(RLIMIT_FSIZE, &before_);
        rlimit const now{bytes, before_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &now);
    }
    ~FullDisk() {
        setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, signal_);
    }
    FullDisk(FullDisk const&) = delete;
    FullDisk& operator=(FullDisk const&) = delete;

private:
    rlimit before_{};
    void (*signal_)(int);
};

TEST(ToXlsx, NoticesThatTheDiskOfItsTemporaryFilesIsFull) {
    for (rlim_t const bytes : {0, 1'000, 4'096, 6'000}) {
        auto const file = [bytes] {
            FullDisk const disk(bytes);
            return toXlsx(report());
        }();
        ASSERT_FALSE(file) << bytes;
        EXPECT_EQ(file.error().code, Errc::exhausted) << file.error().message;
    }
}

TEST(ToXlsx, NoticesWhatATemporaryFileLostAlthoughTheWorkbookHasRoom) {
    auto document = report();
    auto& table = std::get<Table>(document.blocks.back());
    table.rows.insert(table.rows.end(), 5'000, std::vector<Cell>(table.rows.front()));
    auto const file = [&document] {
        FullDisk const disk(300'000);
        return toXlsx(document);
    }();
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().code, Errc::exhausted);
    EXPECT_NE(file.error().message.find("parts of it are missing"), std::string::npos);
}

}  // namespace
}  // namespace tocsin::documents
