// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "spreadsheet_text.hpp"
#include "workbook_sheet_names.hpp"

namespace tocsin::documents::spreadsheet {
namespace {

TEST(SheetNames, AreWhatSpreadsheetsAllow) {
    SheetNames names(Language::english);
    EXPECT_EQ(names.take("a/b\\c[d]e:f*g?"), "a-b-c-d-e-f-g-");
    EXPECT_EQ(names.take(" 'quoted' "), "quoted");
    EXPECT_EQ(names.take("\x01\n"), "Sheet");
    EXPECT_EQ(names.take(""), "Sheet (2)");
    EXPECT_EQ(names.take("=1+1"), "=1+1");
}

TEST(SheetNames, AreNeverReadAsCellsNumbersOrWords) {
    SheetNames names(Language::chinese);
    for (auto const* name : {"2026", "A1", "R1C1", "TRUE", "History", "rc"}) {
        EXPECT_EQ(names.take(name), "表 " + std::string(name));
    }
    EXPECT_EQ(names.take("Plays"), "Plays");
}

TEST(SheetNames, AreEachThereOnceWhateverTheirCase) {
    SheetNames names(Language::english);
    EXPECT_EQ(names.take("Plays"), "Plays");
    EXPECT_EQ(names.take("PLAYS"), "PLAYS (2)");
    std::string const longName(40, 'x');
    EXPECT_EQ(names.take(longName), std::string(31, 'x'));
    EXPECT_EQ(names.take(longName), std::string(27, 'x') + " (2)");
    std::string faces;
    for (int i = 0; i < 20; ++i) {
        faces += "😀";
    }
    EXPECT_LE(unitsOf(names.take(faces)), 31U);
}

TEST(SpreadsheetText, LeavesOutWhatXmlCannotCarry) {
    EXPECT_EQ(cleanText("a\x01\x0c"
                        "b\r\nc\td\xff\x7f"),
              "ab\nc\td\xef\xbf\xbd");
    EXPECT_EQ(cellText("_x0041_ _x00_ _x"), "_x005F_x0041_ _x00_ _x");
    EXPECT_EQ(fromCellText(cellText("_x0041_")), "_x0041_");
    EXPECT_EQ(fromCellText("_x000D__x000A_"), "\n");
    EXPECT_EQ(unitsOf(cellText(std::string(40'000, 'a'))), 32'767U);
}

TEST(SpreadsheetText, OfPagesHasNoCodes) {
    EXPECT_EQ(pageText("a & b\n&P", 255), "a && b &&P");
    EXPECT_EQ(pageText("&G &[Picture]", 255), "＆G ＆[Picture]");
    EXPECT_EQ(pageText("a&b", 2), "a");
}

TEST(SpreadsheetText, ComesInPiecesThatAreTheWhole) {
    auto const pieces = piecesOf("安全生产安全生产ab", 4, 2);
    EXPECT_EQ(pieces, (std::vector<std::string>{"安全生产", "安全生产", "ab"}));
    EXPECT_EQ(linesIn("安全生产\n\nab", 4), 4);
}

}  // namespace
}  // namespace tocsin::documents::spreadsheet
