// SPDX-License-Identifier: Apache-2.0
// Numbers in paths and queries are whole, or none.
#include "tocsin/access/whole_number.hpp"

#include <gtest/gtest.h>

namespace tocsin::access {
namespace {

TEST(WholeNumber, IsNothingButDigits) {
    EXPECT_EQ(wholeNumber("0"), 0);
    EXPECT_EQ(wholeNumber("-3"), -3);
    EXPECT_EQ(wholeNumber("9223372036854775807"), INT64_MAX);
    for (auto const* text : {"", " 1", "1 ", "+1", "1.0", "0x1", "9223372036854775808", "七"}) {
        EXPECT_FALSE(wholeNumber(text)) << text;
    }
}

TEST(WholeNumber, OfARowBeginsWithOne) {
    EXPECT_EQ(positiveNumber("1"), 1);
    EXPECT_FALSE(positiveNumber("0"));
    EXPECT_FALSE(positiveNumber("-1"));
}

}  // namespace
}  // namespace tocsin::access
