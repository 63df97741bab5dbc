// SPDX-License-Identifier: Apache-2.0
#include "text.hpp"

#include <gtest/gtest.h>

namespace tocsin::messages {
namespace {

TEST(Text, IsCutBetweenCharacters) {
    EXPECT_EQ(clipped("安全生产", 12), "安全生产");
    EXPECT_EQ(clipped("安全生产", 11), "安全生");
    EXPECT_EQ(clipped("ab", 1), "a");
    EXPECT_EQ(clipped("安", 2), "");
    EXPECT_EQ(clipped("", 5), "");
}

TEST(Text, ReplacesWhatIsNotUtf8) {
    EXPECT_EQ(clipped("a\xff"
                      "b",
                      9),
              "a?b");
    EXPECT_EQ(clipped("\xe5\xae", 9), "??");            // cut off in the middle
    EXPECT_EQ(clipped("\xc0\x80", 9), "??");            // overlong
    EXPECT_EQ(clipped("\xed\xa0\x80", 9), "???");       // a surrogate
    EXPECT_EQ(clipped("\xf4\x90\x80\x80", 9), "????");  // beyond Unicode
    EXPECT_EQ(clipped("\xf0\x9f\x94\x94", 9), "\xf0\x9f\x94\x94");
}

TEST(Text, KeepsALineALine) {
    EXPECT_EQ(clippedLine("a\tb\nc\x7f"
                          "d",
                          9),
              "a b c d");
    EXPECT_EQ(clipped("a\tb", 9), "a\tb");
}

}  // namespace
}  // namespace tocsin::messages
