// SPDX-License-Identifier: Apache-2.0
#include "target.hpp"

#include <gtest/gtest.h>

namespace tocsin::http {
namespace {

TEST(Target, KeepsThePathAndDecodesTheQuery) {
    auto const target = parseTarget("/api/v1/media?name=%E7%81%AB.mp4&empty=&flag&plus=a+b");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/api/v1/media");
    EXPECT_EQ(target->query.at("name"), "火.mp4");
    EXPECT_EQ(target->query.at("empty"), "");
    EXPECT_EQ(target->query.at("flag"), "");
    EXPECT_EQ(target->query.at("plus"), "a b");
}

TEST(Target, JoinsARepeatedKey) {
    EXPECT_EQ(parseTarget("/x?by=screen&by=asset")->query.at("by"), "screen,asset");
}

TEST(Target, RefusesOtherFormsAndBrokenEscapes) {
    for (auto const* text : {"", "*", "http://x/", "/x?a=%", "/x?a=%4", "/x?a=%zz"}) {
        EXPECT_FALSE(parseTarget(text)) << text;
    }
    EXPECT_EQ(parseTarget("/x?a=%41")->query.at("a"), "A");
}

TEST(Target, RefusesZeros) {
    for (auto const* text : {"/media/%00", "/media?name=a%00.mp4", "/media?a%00b=c"}) {
        auto const target = parseTarget(text);
        ASSERT_FALSE(target) << text;
        EXPECT_EQ(target.error().code, Errc::invalid);
        EXPECT_EQ(target.error().message.find('\0'), std::string::npos);
    }
}

TEST(Target, RefusesTextThatIsNotUtf8) {
    for (auto const* text : {"/media?name=%DCbung.mp4", "/media?%FF=x", "/media/%CF%FB"}) {
        auto const target = parseTarget(text);
        ASSERT_FALSE(target) << text;
        EXPECT_EQ(target.error().code, Errc::invalid);
        EXPECT_NE(target.error().message.find("UTF-8"), std::string::npos);
    }
}

}  // namespace
}  // namespace tocsin::http
