// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tocsin/access/route.hpp"
#include "tocsin/messages/json.hpp"

namespace tocsin::access {
namespace {

TEST(RoutePattern, GivesItsParametersPercentDecoded) {
    auto const found =
        match("/api/v1/screens/{id}/plan", "/api/v1/screens/%E4%B8%9C%E9%97%A8/plan");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->at("id"), "东门");
}

TEST(RoutePattern, MatchesWholePathsOnly) {
    EXPECT_TRUE(match("/livez", "/livez"));
    EXPECT_FALSE(match("/livez", "/livez/"));
    EXPECT_FALSE(match("/livez", "/livezz"));
    EXPECT_FALSE(match("/api/v1/screens/{id}", "/api/v1/screens"));
    EXPECT_FALSE(match("/api/v1/screens/{id}", "/api/v1/screens/"));
    EXPECT_FALSE(match("/api/v1/screens/{id}", "/api/v1/screens/a/b"));
}

TEST(RoutePattern, LetsNoParameterLeadOutOfIt) {
    for (auto const* path : {"/x/.", "/x/..", "/x/%2e%2e", "/x/%2E%2e%2fy", "/x/y%2f..%2fz",
                             "/x/y%2F.", "/x/..%2F..%2F"}) {
        EXPECT_FALSE(match("/x/{id}", path)) << path;
    }
    EXPECT_EQ(match("/x/{id}", "/x/bureau%2Feast")->at("id"), "bureau/east");
    EXPECT_EQ(match("/x/{id}", "/x/..a.b...")->at("id"), "..a.b...");
}

TEST(RoutePattern, RefusesBrokenEscapesZerosAndOtherThanUtf8) {
    EXPECT_FALSE(match("/x/{id}", "/x/%zz"));
    EXPECT_FALSE(match("/x/{id}", "/x/%4"));
    EXPECT_FALSE(match("/x/{id}", "/x/%00"));
    EXPECT_FALSE(match("/x/{id}", "/x/%FF%FE"));
    EXPECT_EQ(match("/x/{id}", "/x/%41")->at("id"), "A");
}

TEST(Problem, SaysStatusCodeAndTheOneLine) {
    auto const response = problem({Errc::conflict, "campaign x is retired; apply it again"});
    EXPECT_EQ(response.status, 409);
    EXPECT_EQ(response.contentType, "application/problem+json");
    auto const body = messages::parseJson(response.body).value();
    EXPECT_EQ(body.at("detail").as_string(), "campaign x is retired; apply it again");
    EXPECT_EQ(body.at("code").as_string(), "conflict");
}

TEST(Problem, TakesTheControllersOwnFaultsUponItself) {
    for (auto const code : {Errc::damaged, Errc::unavailable, Errc::exhausted, Errc::timedOut,
                            Errc::cancelled, Errc::internal}) {
        EXPECT_GE(problem({code, "x"}).status, 500);
    }
    EXPECT_EQ(problem({Errc::damaged, "x"}).status, 500);
}

TEST(Problem, CanBeReadWhateverItQuotes) {
    auto const response = problem({Errc::invalid,
                                   "\xDC"
                                   "bung.mp4: no film"});
    auto const body = messages::parseJson(response.body);
    ASSERT_TRUE(body) << response.body;
    EXPECT_EQ(body->at("detail").as_string(), "?bung.mp4: no film");
}

TEST(Problem, SaysEachMistakeOnALineOfItsOwn) {
    auto const response = problem(
        {Errc::invalid, "a.toml:1 title: missing\na.toml:2 from: \"\x1b[2J\r\" is no date"});
    auto const body = messages::parseJson(response.body);
    ASSERT_TRUE(body) << response.body;
    EXPECT_EQ(body->at("detail").as_string(),
              "a.toml:1 title: missing\na.toml:2 from: \"?[2J?\" is no date");
}

}  // namespace
}  // namespace tocsin::access
