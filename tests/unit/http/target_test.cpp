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

}  // namespace
}  // namespace tocsin::http
