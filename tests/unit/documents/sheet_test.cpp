// SPDX-License-Identifier: Apache-2.0
#include "tocsin/documents/sheet.hpp"

#include <gtest/gtest.h>

#include "workbook_samples.hpp"

namespace tocsin::documents {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string data(std::string const& rows) {
    return "<sheetData>" + rows + "</sheetData>";
}

TEST(ReadSheet, ReadsSharedInlineRichAndSpokenTexts) {
    test::SampleWorkbook const sample{
        .sheets = {{"名单",
                    data(R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>)"
                         R"(<c r="C1" t="inlineStr"><is><t>大厅_x000A_屏</t></is></c></row>)")}},
        .strings =
            "<si><r><t>安全</t></r><r><t>生产</t></r><rPh sb=\"0\" "
            "eb=\"1\"><t>anquan</t></rPh></si>"
            "<si><t xml:space=\"preserve\"> a &amp; b </t></si>"};
    auto const sheet = readSheet(test::workbookFile(sample));
    ASSERT_TRUE(sheet) << sheet.error().message;
    EXPECT_EQ(sheet->name, "名单");
    EXPECT_EQ(sheet->rows, (Rows{{"安全生产", " a & b ", "大厅\n屏"}}));
}

TEST(ReadSheet, TakesTheFirstSheetThatIsNotHidden) {
    test::SampleWorkbook const sample{
        .sheets = {{"a", data("<row><c><v>1</v></c></row>"), "hidden"},
                   {"b", data("<row><c><v>2</v></c></row>"), "veryHidden"},
                   {"c", data("<row><c><v>3</v></c></row>")}}};
    auto const sheet = readSheet(test::workbookFile(sample));
    ASSERT_TRUE(sheet);
    EXPECT_EQ(sheet->name, "c");
    EXPECT_EQ(sheet->rows, Rows{{"3"}});

    auto hidden = sample;
    hidden.sheets.pop_back();
    EXPECT_EQ(readSheet(test::workbookFile(hidden)).error().code, Errc::invalid);
}

TEST(ReadSheet, SaysNumbersDatesAndResultsAsPeopleReadThem) {
    test::SampleWorkbook sample{
        .sheets =
            {{"s",
              data(
                  R"(<row r="2"><c r="A2"><v>13800000000</v></c><c r="B2"><v>3.0000000000000001E-2</v></c>)"
                  R"(<c r="C2" s="1"><v>46189</v></c><c r="D2" s="2"><v>46189.375</v></c>)"
                  R"(<c r="E2" t="b"><v>1</v></c><c r="F2" t="str"><f>A1</f><v>甲</v></c>)"
                  R"(<c r="G2"><f>1+1</f><v>2</v></c><c r="H2" t="e"><v>#N/A</v></c>)"
                  R"(<c r="I2" t="d"><v>2026-06-16T09:00:00</v></c><c r="J2" s="3"/></row><row r="9"/>)")}},
        .formats =
            "<numFmt numFmtId=\"164\" "
            "formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\\ hh:mm\"/>",
        .styles = R"(<xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="9"/>)"};
    auto const sheet = readSheet(test::workbookFile(sample));
    ASSERT_TRUE(sheet) << sheet.error().message;
    EXPECT_EQ(sheet->rows, (Rows{{},
                                 {"13800000000", "0.03", "2026-06-16", "2026-06-16 09:00", "TRUE",
                                  "甲", "2", "#N/A", "2026-06-16 09:00"}}));

    sample.properties = R"(date1904="1")";
    auto const later = readSheet(test::workbookFile(sample));
    ASSERT_TRUE(later);
    EXPECT_EQ(later->rows[1][2], "2030-06-17");
}

TEST(ReadSheet, ReadsElementsWithAnyPrefix) {
    test::SampleWorkbook const sample{.sheets = {{"s", ""}}};
    auto entries = *unzip(test::workbookFile(sample));
    for (auto& entry : entries) {
        if (entry.name == "xl/worksheets/sheet1.xml") {
            entry.bytes =
                R"(<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>)";
        }
    }
    auto const sheet = readSheet(zipOf(entries));
    ASSERT_TRUE(sheet) << sheet.error().message;
    EXPECT_EQ(sheet->rows, Rows{{"甲"}});
}

TEST(ReadSheet, RefusesWhatIsDamagedHostileOrTooLarge) {
    auto const errorOf = [](std::string const& inside, SheetLimits const& limits = {}) {
        auto const sheet = readSheet(test::workbookFile({.sheets = {{"s", inside}}}), limits);
        EXPECT_FALSE(sheet);
        return sheet ? Error{} : sheet.error();
    };
    EXPECT_EQ(errorOf("<sheetData>").code, Errc::invalid);
    EXPECT_EQ(errorOf(data("<row><c t=\"s\"><v>7</v></c></row>")).message,
              "cell A1 names a text that the workbook has not");
    EXPECT_EQ(errorOf(data("<row r=\"3\"/><row r=\"3\"/>")).code, Errc::invalid);
    EXPECT_EQ(errorOf(data("<row r=\"9999999\"/>")).code, Errc::invalid);
    EXPECT_EQ(errorOf(data("<row><c r=\"B1\"/><c r=\"A1\"/></row>")).code, Errc::invalid);
    EXPECT_EQ(errorOf(data("<row r=\"3\"><c><v>1</v></c></row>"), {.rows = 2}).message,
              "the sheet goes on in row 3; at most 2 rows are read");
    EXPECT_EQ(errorOf(data("<row><c r=\"C1\"><v>1</v></c></row>"), {.columns = 2}).code,
              Errc::invalid);
    EXPECT_EQ(errorOf(data("<row><c><v>12345</v></c></row>"), {.cellBytes = 4}).code,
              Errc::invalid);
    EXPECT_EQ(readSheet("PK no archive").error().code, Errc::invalid);
    EXPECT_EQ(readSheet(zipOf({{"a.txt", "a"}})).error().message, "this is not an XLSX workbook");

    auto entries = *unzip(test::workbookFile({.sheets = {{"s", data("")}}}));
    for (auto& entry : entries) {
        if (entry.name == "xl/worksheets/sheet1.xml") {
            entry.bytes =
                "<!DOCTYPE w [<!ENTITY e SYSTEM "
                "\"file:///etc/passwd\">]><worksheet>&e;</worksheet>";
        }
    }
    EXPECT_NE(readSheet(zipOf(entries)).error().message.find("DOCTYPE"), std::string::npos);
}

TEST(ReadSheet, FollowsNoRelationOutOfThePackage) {
    auto entries = *unzip(test::workbookFile({.sheets = {{"s", data("")}}}));
    for (auto& entry : entries) {
        if (entry.name == "xl/_rels/workbook.xml.rels") {
            auto const at = entry.bytes.find("worksheets/sheet1.xml");
            entry.bytes.replace(at, 21, "../../../../etc/passwd");
        }
    }
    EXPECT_EQ(readSheet(zipOf(entries)).error().message, "the workbook has no etc/passwd");
}

}  // namespace
}  // namespace tocsin::documents
