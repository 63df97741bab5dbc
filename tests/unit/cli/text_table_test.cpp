// SPDX-License-Identifier: Apache-2.0
#include "text_table.hpp"

#include <gtest/gtest.h>

namespace tocsin::cli {
namespace {

TEST(DisplayWidth, CountsChineseTwiceAndMarksNotAtAll) {
    EXPECT_EQ(displayWidth(""), 0U);
    EXPECT_EQ(displayWidth("gate-led"), 8U);
    EXPECT_EQ(displayWidth("东门LED屏"), 9U);
    EXPECT_EQ(displayWidth("(全角),"), 1U + 4U + 1U + 1U);
    EXPECT_EQ(displayWidth("é"), 1U);        // one code point of two bytes
    EXPECT_EQ(displayWidth("e\u0301"), 1U);  // a letter and a combining mark
    EXPECT_EQ(displayWidth("960×540"), 7U);
    EXPECT_EQ(displayWidth("\U0001F525"), 2U);
}

TEST(DisplayWidth, CountsABrokenByteOnceAndGoesOn) {
    EXPECT_EQ(displayWidth("a\xff"
                           "b"),
              3U);
    EXPECT_EQ(displayWidth("\xe4\xb8"), 2U);
}

TEST(Printable, KeepsWordsAndDropsControlCharacters) {
    EXPECT_EQ(printable("东门\x1b[2J\n屏\x7f"), "东门 [2J 屏 ");
    EXPECT_EQ(printable("a\u009b"
                        "b"),
              "a b");
}

TEST(CsvField, QuotesOnlyWhatNeedsIt) {
    EXPECT_EQ(csvField("fire"), "fire");
    EXPECT_EQ(csvField("a,b"), "\"a,b\"");
    EXPECT_EQ(csvField("say \"no\""), "\"say \"\"no\"\"\"");
    EXPECT_EQ(csvField("two\nlines"), "\"two\nlines\"");
}

TEST(TextTable, AlignsColumnsOfMixedWidth) {
    TextTable table({{"屏幕"}, {"n", TextTable::Align::right}, {"remark"}});
    table.add({"gate-led", "7", ""});
    table.add({"东门屏", "120", "ok"});
    EXPECT_EQ(table.str(),
              "屏幕        n  remark\n"
              "gate-led    7\n"
              "东门屏    120  ok\n");
}

}  // namespace
}  // namespace tocsin::cli
