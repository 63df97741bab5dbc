// SPDX-License-Identifier: Apache-2.0
// XLSX forms, filled.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tocsin/documents/fill.hpp"
#include "tocsin/documents/sheet.hpp"
#include "workbook_samples.hpp"

namespace tocsin::documents {
namespace {

using test::SampleWorkbook;
using test::workbookPart;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::string const kSheet = "xl/worksheets/sheet1.xml";

Filling filling() {
    Filling out;
    out.values["单位"] = {"中心医院"};
    out.values["plays"] = {"1,234", Number{1234}};
    out.values["rate"] = {"98.6%", Number{0.986, NumberForm::percent}};
    out.values["formula"] = {"=1+1"};
    for (int i = 1; i <= 3; ++i) {
        out.tables["screens"].push_back({{"name", {"屏" + std::to_string(i)}},
                                         {"plays", {std::to_string(i * 100), Number{i * 100.0}}}});
    }
    out.tables["none"] = {};
    return out;
}

std::string text(std::string const& cell, std::string const& text, std::string const& style = "0") {
    return R"(<c r=")" + cell + R"(" s=")" + style + R"(" t="inlineStr"><is><t>)" + text +
           "</t></is></c>";
}

Filled fill(SampleWorkbook const& sample, Filling const& values = filling()) {
    auto const filled = fillXlsx(test::workbookFile(sample), values);
    EXPECT_TRUE(filled) << filled.error().message;
    return filled ? *filled : Filled{};
}

std::string refusal(SampleWorkbook const& sample) {
    auto const filled = fillXlsx(test::workbookFile(sample), filling());
    EXPECT_FALSE(filled);
    return filled ? "" : filled.error().message;
}

TEST(FillXlsx, PutsValuesWhereTheirNamesStand) {
    auto const filled =
        fill({.sheets = {{"s", "<sheetData><row r=\"1\">" +
                                   text("A1", "单位：{{单位}}（{{ plays }}次）") +
                                   text("B1", "{{formula}}") + text("C1", "{{nobody}}") +
                                   R"(<c r="D1" t="s"><v>0</v></c></row></sheetData>)"}},
              .strings = "<si><r><rPr><b/></rPr><t>报{{</t></r><r><t>单</t></r><r><t>位}}告</t></r>"
                         "<rPh sb=\"0\" eb=\"1\"><t>x</t></rPh></si>"});
    EXPECT_THAT(filled.used, ElementsAre("formula", "plays", "单位"));
    EXPECT_THAT(filled.unknown, ElementsAre("nobody"));
    auto const sheet = readSheet(filled.bytes);
    ASSERT_TRUE(sheet) << sheet.error().message;
    EXPECT_THAT(sheet->rows, ElementsAre(ElementsAre("单位：中心医院（1,234次）", "=1+1",
                                                     "{{nobody}}", "报中心医院告")));
    auto const xml = workbookPart(filled.bytes, kSheet);
    EXPECT_THAT(xml, HasSubstr("<rPr><b/></rPr><t>报中心医院</t>")) << "in the type of its name";
    EXPECT_THAT(xml, Not(HasSubstr("<f>")));
}

TEST(FillXlsx, MakesNumbersOfCellsThatAreOneNumber) {
    auto const filled =
        fill({.sheets = {{"s", "<sheetData><row r=\"1\">" + text("A1", "{{plays}}", "2") +
                                   text("B1", " {{rate}} ", "1") + text("C1", "{{rate}}") +
                                   "</row></sheetData>"}},
              .styles = R"(<xf numFmtId="10"/><xf numFmtId="3"/>)"});
    auto const xml = workbookPart(filled.bytes, kSheet);
    EXPECT_THAT(xml, HasSubstr(R"(<c r="A1" s="2"><v>1234</v></c>)"));
    EXPECT_THAT(xml, HasSubstr(R"(<c r="B1" s="1"><v>0.986</v></c>)"));
    EXPECT_THAT(xml, HasSubstr("98.6%")) << "a cell without a format would show 0.986";
}

SampleWorkbook formWithRows() {
    return {
        .sheets =
            {{"月报",
              R"(<dimension ref="A1:C9"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="7" ht="20">)" +
                  text("A7", "{{screens.name}}") + text("B7", "{{screens.plays}}") +
                  R"(<c r="C7"><f>B7/$B$8</f><v>9</v></c></row><row r="8">)" +
                  text("A8", "合计：{{单位}}") +
                  R"(<c r="B8"><f>SUM(B7:B7)</f><v>9</v></c></row><row r="9"><c r="A9"><v>2</v></c></row></sheetData>)" +
                  R"(<autoFilter ref="A6:C7"/><mergeCells count="2"><mergeCell ref="C7:D7"/><mergeCell ref="A9:C9"/></mergeCells>)" +
                  R"(<conditionalFormatting sqref="B7"><cfRule type="expression" priority="1"><formula>B7&gt;$B$9</formula></cfRule></conditionalFormatting>)" +
                  R"(<headerFooter><oddHeader>&amp;L&amp;8{{plays}} {{formula}}</oddHeader></headerFooter><rowBreaks count="1"><brk id="8"/></rowBreaks>)"},
             {"另",
              R"(<sheetData><row r="1"><c r="A1"><f>月报!B8</f><v>9</v></c></row></sheetData>)"}},
        .workbook =
            R"(<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">月报!$A$1:$C$9</definedName></definedNames>)"};
}

TEST(FillXlsx, RepeatsRowsAndMovesWhatStandsBelow) {
    auto const filled = fill(formWithRows());
    auto const sheet = readSheet(filled.bytes);
    ASSERT_TRUE(sheet) << sheet.error().message;
    ASSERT_EQ(sheet->rows.size(), 11U);
    EXPECT_THAT(sheet->rows[6], ElementsAre("屏1", "100"));
    EXPECT_THAT(sheet->rows[8], ElementsAre("屏3", "300"));
    EXPECT_THAT(sheet->rows[9], ElementsAre("合计：中心医院"));
    EXPECT_THAT(sheet->rows[10], ElementsAre("2"));

    auto const xml = workbookPart(filled.bytes, kSheet);
    for (auto const* part :
         {R"(<dimension ref="A1:C11"/>)", R"(<row r="9" ht="20">)", R"(<f>B9/$B$10</f></c>)",
          R"(<f>SUM(B7:B9)</f></c>)", R"(<autoFilter ref="A6:C9"/>)", R"(<mergeCells count="4">)",
          R"(<mergeCell ref="C9:D9"/>)", R"(<mergeCell ref="A11:C11"/>)", R"(sqref="B7:B9")",
          R"(<formula>B7&gt;$B$11</formula>)", R"(<brk id="10"/>)", R"(&amp;8 1,234 =1+1)"}) {
        EXPECT_THAT(xml, HasSubstr(part));
    }
    EXPECT_THAT(workbookPart(filled.bytes, "xl/worksheets/sheet2.xml"),
                HasSubstr("<f>月报!B10</f></c>"));
    auto const workbook = workbookPart(filled.bytes, "xl/workbook.xml");
    EXPECT_THAT(workbook, HasSubstr("月报!$A$1:$C$11"));
    EXPECT_THAT(workbook, HasSubstr("</definedNames><calcPr fullCalcOnLoad=\"1\"/>"));
}

TEST(FillXlsx, KeepsOneEmptyRowOfATableWithoutRows) {
    auto const filled =
        fill({.sheets = {{"s", "<sheetData><row r=\"2\">" + text("A2", "{{none.x}}") +
                                   text("B2", "合计") + "</row></sheetData>"}}});
    auto const sheet = readSheet(filled.bytes);
    ASSERT_TRUE(sheet);
    EXPECT_THAT(sheet->rows, ElementsAre(ElementsAre(), ElementsAre("", "合计")));
}

TEST(FillXlsx, WritesSharedFormulasOutBeforeRowsMove) {
    auto const filled = fill(
        {.sheets = {
             {"s",
              "<sheetData><row r=\"1\">" + text("A1", "{{screens.plays}}") +
                  R"(</row><row r="2"><c r="A2"><f t="shared" ref="A2:B2" si="0">SUM(A1:A1)</f></c><c r="B2"><f t="shared" si="0"/></c></row></sheetData>)"}}});
    auto const xml = workbookPart(filled.bytes, kSheet);
    EXPECT_THAT(xml,
                HasSubstr(R"(<c r="A4"><f>SUM(A1:A3)</f></c><c r="B4"><f>SUM(B1:B3)</f></c>)"));
}

TEST(FillXlsx, LeavesFormsWithoutNamesAsTheyAre) {
    SampleWorkbook const sample{
        .sheets = {
            {"s",
             "<sheetData>\n <row r=\"1\"><c r=\"A1\"><f>1+1</f><v>2</v></c></row></sheetData>"}}};
    auto const form = test::workbookFile(sample);
    auto const filled = fillXlsx(form, filling());
    ASSERT_TRUE(filled);
    EXPECT_EQ(*unzip(filled->bytes), *unzip(form));
    EXPECT_TRUE(filled->used.empty());
}

TEST(FillXlsx, GivesTheSameBytesForTheSameForm) {
    EXPECT_EQ(fill(formWithRows()).bytes, fill(formWithRows()).bytes);
}

TEST(FillXlsx, RefusesWhatItCannotMove) {
    auto form = formWithRows();
    form.sheets[0].inside += "<tableParts count=\"1\"/>";
    EXPECT_THAT(refusal(form), HasSubstr("has rows to repeat and tables that are objects"));
    EXPECT_EQ(
        refusal({.sheets = {{"s", "<sheetData><row r=\"2\">" + text("A2", "{{screens.name}}") +
                                      text("B2", "{{none.x}}") + "</row></sheetData>"}}}),
        "sheet \"s\", row 2: it asks for rows of two tables, screens and none");
    EXPECT_THAT(
        refusal({.sheets = {{"s", "<sheetData><row r=\"2\">" + text("A2", "{{screens.name}}") +
                                      "<c r=\"B2\"><f>B1+1</f></c></row></sheetData>"}}}),
        HasSubstr("refers to row 1 without \"$\""));
}

TEST(FillXlsx, RefusesMacrosAndWhatIsNoWorkbook) {
    auto form = formWithRows();
    form.parts = {{"xl/vbaProject.bin", "x"}};
    EXPECT_THAT(refusal(form), HasSubstr("macros"));
    form.parts = {{"xl/macrosheets/sheet1.xml", "<x/>"}};
    EXPECT_THAT(refusal(form), HasSubstr("macros"));
    EXPECT_EQ(fillXlsx("nothing", filling()).error().code, Errc::invalid);
    EXPECT_EQ(fillXlsx(zipOf({{"word/document.xml", "<w/>"}}), filling()).error().code,
              Errc::invalid);
}

}  // namespace
}  // namespace tocsin::documents
