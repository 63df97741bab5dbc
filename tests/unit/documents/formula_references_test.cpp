// SPDX-License-Identifier: Apache-2.0
#include "formula_references.hpp"

#include <gtest/gtest.h>

#include "row_map.hpp"

namespace tocsin::documents::spreadsheet {
namespace {

/// Row 7 of the sheet "月 报" stands three times.
RowMaps const& maps() {
    static RowMaps const all = [] {
        RowMaps made;
        made["月 报"].repeat(7, 3);
        made["b"];
        return made;
    }();
    return all;
}

std::string moved(std::string_view formula, FormulaPlace const& place = {"月 报", 0, 0}) {
    auto const result = movedFormula(formula, maps(), place);
    return result ? *result : "refused: " + result.error().message;
}

TEST(Formulas, MoveWithTheRowsThatTheyReferTo) {
    EXPECT_EQ(moved("SUM(C7:C7)+C8"), "SUM(C7:C9)+C10");
    EXPECT_EQ(moved("SUM($C$6:$C$8,D3)"), "SUM($C$6:$C$10,D3)");
    EXPECT_EQ(moved("SUM(8:9)+SUM(A:A)+8"), "SUM(10:11)+SUM(A:A)+8");
    EXPECT_EQ(moved("SUM(C8:C2)"), "SUM(C10:C2)");
}

TEST(Formulas, AreNotMistakenForReferences) {
    for (auto const* formula :
         {"\"A8\"&\"a\"\"A8\"", "LOG10(2)", "A8B", "Total8x", "T[[#All],[A8]]", "[1]b!A8",
          "'[1]月 报'!A8", "#REF!", "1E8", "b!A8", "单元A8"}) {
        EXPECT_EQ(moved(formula), formula);
    }
}

TEST(Formulas, ReferToOtherSheetsByTheirNames) {
    EXPECT_EQ(moved("'月 报'!A8+b!A8+A8", {"b", 0, 0}), "'月 报'!A10+b!A8+A8");
    EXPECT_EQ(moved("'月 报'!$1:$7", {}), "'月 报'!$1:$9");
    EXPECT_NE(moved("SUM(a:b!A1)").find("several sheets"), std::string::npos);
    EXPECT_NE(moved("SUM('a:b c'!A1)").find("several sheets"), std::string::npos);
}

TEST(Formulas, OfRepeatedRowsStayWithTheirRow) {
    FormulaPlace const second{"月 报", 7, 1};
    EXPECT_EQ(moved("D7/C7", second), "D8/C8");
    EXPECT_EQ(moved("SUM(C$7:C7)/$C$8", second), "SUM(C$7:C8)/$C$10");
    EXPECT_EQ(moved("C7/C8", second),
              "refused: row 7 is repeated, and its formula refers to row 8 without \"$\"");
}

TEST(Formulas, AreReadElsewhereAsSpreadsheetsFillThem) {
    EXPECT_EQ(*formulaElsewhere("SUM(C1:C$6)+$A1", 2, 1), "SUM(D3:D$6)+$A3");
    EXPECT_EQ(*formulaElsewhere("A1", -1, 0), "A1048576");
}

TEST(Formulas, OfAnyBytesAreReadToTheirEnd) {
    for (auto const* formula :
         {"'", "\"", "[[", "'a''", "a!", "!", "$", "$:$", "A1:", "#", "'x'!"}) {
        EXPECT_EQ(moved(formula), formula);
    }
}

}  // namespace
}  // namespace tocsin::documents::spreadsheet
