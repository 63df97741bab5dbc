// SPDX-License-Identifier: Apache-2.0
#include "tocsin/vocabulary/utf8.hpp"

#include <gtest/gtest.h>

namespace tocsin {
namespace {

TEST(Utf8, IsWhatUnicodeCallsWellFormed) {
    for (auto const* good : {"", "plain", "消防.mp4", "\xF0\x9F\x94\xA5", "\xEF\xBF\xBD"}) {
        EXPECT_TRUE(isUtf8(good)) << good;
    }
    // Latin-1, GBK, a cut character, an overlong form, a surrogate, beyond Unicode, a lone tail.
    for (auto const* bad : {"\xDCzung", "\xCF\xFB\xB7\xC0", "\xE6\xB6", "\xC0\xAF", "\xED\xA0\x80",
                            "\xF4\x90\x80\x80", "\x80"}) {
        EXPECT_FALSE(isUtf8(bad)) << bad;
    }
}

TEST(Utf8, IsShownInOneLine) {
    EXPECT_EQ(shownAsUtf8(std::string_view("a\nb\r\0c\t\x7f\x1b", 9)), "a?b??c???");
}

TEST(Utf8, IsShownInAsManyLinesAsItHas) {
    EXPECT_EQ(shownAsLines(std::string_view("a\nb\r\0c\n\t\x7f\x1b", 10)), "a\nb??c\n???");
    EXPECT_EQ(shownAsLines(""), "");
    EXPECT_EQ(shownAsLines("\n\xFF"), "\n?");
}

TEST(Utf8, CanBeShownWhateverTheBytesAre) {
    EXPECT_EQ(shownAsUtf8("\xDC"
                          "bung 火"),
              "?bung 火");
    EXPECT_TRUE(isUtf8(shownAsUtf8("\xCF\xFB\xE6\xB6")));
}

}  // namespace
}  // namespace tocsin
