// SPDX-License-Identifier: Apache-2.0
#include "tocsin/messages/json.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace tocsin::messages {
namespace {

std::string faultOf(std::string_view json, std::function<void(JsonReader const&)> const& read) {
    auto const result = readJson(json, [&read](JsonReader const& reader) {
        read(reader);
        return 0;
    });
    return result ? "" : result.error().message;
}

TEST(JsonReader, NamesThePathOfAFault) {
    EXPECT_EQ(faultOf(R"({"spans":[{},{},{"from":7}]})",
                      [](JsonReader const& r) {
                          for (auto const& span : r.at("spans").array()) {
                              if (auto const from = span.find("from")) {
                                  (void)from->instant();
                              }
                          }
                      }),
              "spans[2].from: expected an RFC 3339 instant like 2026-06-01T08:00:00Z");
    EXPECT_EQ(faultOf("[]", [](JsonReader const& r) { (void)r.at("x"); }),
              "top level: expected an object, found an array");
    EXPECT_EQ(faultOf(R"({"a":{}})", [](JsonReader const& r) { (void)r.at("a").at("b"); }),
              "a: the member \"b\" is missing");
}

TEST(JsonReader, HoldsIntegersToTheirRange) {
    auto const read = [](std::string const& number) {
        return faultOf("[" + number + "]",
                       [](JsonReader const& r) { (void)r.array().at(0).integer(-1, 10); });
    };
    EXPECT_EQ(read("-1"), "");
    EXPECT_EQ(read("10"), "");
    EXPECT_EQ(read("11"), "[0]: expected a whole number from -1 to 10, found 11");
    EXPECT_EQ(read("18446744073709551615"),
              "[0]: expected a whole number from -1 to 10, found 18446744073709551615");
    EXPECT_NE(read("1.0"), "");
    EXPECT_NE(read("1e1"), "");
    EXPECT_NE(read("\"1\""), "");
    EXPECT_NE(read("null"), "");
}

TEST(JsonReader, BoundsTextAndLists) {
    EXPECT_EQ(faultOf(R"(["abc"])", [](JsonReader const& r) { (void)r.array().at(0).string(2); }),
              "[0]: a string of 3 bytes; at most 2 are allowed");
    EXPECT_EQ(faultOf("[1,2,3]", [](JsonReader const& r) { (void)r.array(2); }),
              "top level: 3 items; at most 2 are allowed");
}

TEST(JsonReader, TakesNullForAbsent) {
    EXPECT_EQ(faultOf(R"({"a":null})",
                      [](JsonReader const& r) { EXPECT_FALSE(r.find("a").has_value()); }),
              "");
}

TEST(JsonReader, NamesTheNearestKey) {
    EXPECT_EQ(faultOf(R"({"dayparts":1,"pacin":2})",
                      [](JsonReader const& r) {
                          r.onlyKeys({"dayparts", "pacing", "class"});
                      }),
              "top level: unknown key \"pacin\"; the nearest valid key is \"pacing\"");
    EXPECT_EQ(faultOf(R"({"class":2})", [](JsonReader const& r) { r.onlyKeys({"class"}); }), "");
}

TEST(JsonReader, RefusesDigestsThatAreNotInTheirForm) {
    auto const read = [](std::string const& text) {
        return faultOf("\"" + text + "\"", [](JsonReader const& r) { (void)r.digest(); });
    };
    EXPECT_EQ(read(std::string(64, 'a')), "");
    EXPECT_NE(read(std::string(64, 'A')), "");
    EXPECT_NE(read(std::string(63, 'a')), "");
}

TEST(ParseJson, SaysWhereTheTextIsWrong) {
    EXPECT_NE(parseJson(R"({"a": tru})").error().message.find("byte "), std::string::npos);
    for (auto const* bad : {"", " ", "{", "[1,", "{} {}", "{\"a\":1,}", "nul", "\"\xff\"", "01"}) {
        auto const result = parseJson(bad);
        ASSERT_FALSE(result) << bad;
        EXPECT_EQ(result.error().code, Errc::invalid);
    }
    EXPECT_TRUE(parseJson(" {} \n"));
}

TEST(ParseJson, BoundsDepthAndLength) {
    auto const nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    EXPECT_TRUE(parseJson(nested(32)));
    EXPECT_FALSE(parseJson(nested(33)));
    EXPECT_FALSE(parseJson(nested(1'000'000)));
    EXPECT_TRUE(parseJson("[1]", 3));
    EXPECT_FALSE(parseJson("[1]", 2));
}

}  // namespace
}  // namespace tocsin::messages
