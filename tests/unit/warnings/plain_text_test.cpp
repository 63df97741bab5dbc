// SPDX-License-Identifier: Apache-2.0
#include "plain_text.hpp"

#include <gtest/gtest.h>

#include "tocsin/vocabulary/utf8.hpp"

namespace tocsin::warnings {
namespace {

TEST(PlainText, LosesTagsAndKeepsLines) {
    EXPECT_EQ(plainText("LEVEL: none<br />PLACE: 12 Cox Street"),
              "LEVEL: none\nPLACE: 12 Cox Street");
    EXPECT_EQ(plainText("<p>一</p><p>二</p>"), "一\n二");
    EXPECT_EQ(plainText("暴<b>雨</b>"), "暴雨");
    EXPECT_EQ(plainText("<script>alert('x')</script>大风<style>a{}</style>"), "大风");
    EXPECT_EQ(plainText("a<!-- b -->c"), "ac");
    EXPECT_EQ(plainText("1 < 2 and 3 > 2"), "1 < 2 and 3 > 2");
    EXPECT_EQ(plainText("a <b"), "a <b") << "what is not closed is text";
}

TEST(PlainText, DecodesEntitiesOnce) {
    EXPECT_EQ(plainText("a &amp; b &lt;c&gt; &#39;d&#x27; 30&deg;"), "a & b <c> 'd' 30°");
    EXPECT_EQ(plainText("&amp;lt;b&amp;gt;"), "&lt;b&gt;");
    EXPECT_EQ(plainText("&lt;script&gt;"), "<script>") << "text from then on, never markup again";
    EXPECT_EQ(plainText("&#0; &#xD800; &unknown; &"), "&#0; &#xD800; &unknown; &");
}

TEST(PlainText, HasNoControlCharacters) {
    EXPECT_EQ(plainText("a\x01\x1b[31mb\x7f\tc\r\n\n\nd "), "a[31mb c\nd");
    EXPECT_EQ(plainText("a\u202e\u2066b\u0085c\ufeff\u2028d"), "ab\nc\nd");
    EXPECT_EQ(plainText("&#8238;&#7;x"), "x") << "nor by way of entities";
    EXPECT_EQ(plainText("\xff\xfe"), "??");
    EXPECT_EQ(plainLine("a\nb"), "a b");
}

TEST(PlainText, IsCutBetweenCharacters) {
    EXPECT_EQ(bounded("暴雨红色预警", 200), "暴雨红色预警");
    EXPECT_EQ(bounded("暴雨红色预警", 12), "暴雨红…");
    EXPECT_EQ(bounded("暴雨红色预警", 13), "暴雨红…");
    EXPECT_TRUE(isUtf8(bounded("a暴雨红色预警", 13)));
    EXPECT_EQ(upTo("暴雨", 4), "暴");
    EXPECT_EQ(upTo("暴雨", 0), "");
}

TEST(PlainText, TakesLongHostileTextInOnePass) {
    std::string open(1 << 20, '<'), tags, entities(1 << 20, '&');
    for (int i = 0; i < 200'000; ++i) {
        tags += "<b";
    }
    EXPECT_EQ(plainText(open).size(), open.size());
    EXPECT_EQ(plainText(tags).size(), tags.size());
    EXPECT_EQ(plainText(entities).size(), entities.size());
}

}  // namespace
}  // namespace tocsin::warnings
