// SPDX-License-Identifier: Apache-2.0
// tocsin media list and set against a controller that gives canned answers.
#include "command_line.hpp"

namespace tocsin::cli::test {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::MatchesRegex;

class CatalogueVerbs : public CommandLine {};

TEST_F(CatalogueVerbs, AListAsksForAllThatIsSaid) {
    controller.answer(
        "GET /api/v1/media?limit=20&search=%E7%81%AD%E7%81%AB%20x&tag=a,b&folder=%E6%9C%88%2F2026"
        "&kind=film&category=c&retired=only&sort=added&after=k%2Fh",
        200, R"({"items":[{"handle":"fire"}],"total":7,"next":"k/fire"})");
    EXPECT_EQ(
        tocsin({"media",     "list",     "--search", "灭火 x",  "--tag", "a",          "--tag",
                "b",         "--folder", "月/2026",  "--kind",  "film",  "--category", "c",
                "--retired", "--sort",   "added",    "--limit", "20",    "--after",    "k/h"}),
        0)
        << err;
    EXPECT_THAT(out, EndsWith("1 of 7; the next page: --after k/fire\n"));
}

TEST_F(CatalogueVerbs, AListWithoutALimitGoesThroughAllPages) {
    controller.answer("GET /api/v1/media?limit=500", 200,
                      R"({"items":[{"handle":"a"}],"total":2,"next":"/a"})");
    controller.answer("GET /api/v1/media?limit=500&after=%2Fa", 200,
                      R"({"items":[{"handle":"b"}],"total":2,"next":null})");
    EXPECT_EQ(tocsin({"media", "list", "--json"}), 0) << err;
    EXPECT_EQ(
        boost::json::parse(out),
        boost::json::parse(R"({"items":[{"handle":"a"},{"handle":"b"}],"total":2,"next":null})"));
}

TEST_F(CatalogueVerbs, WhatUnitsUseIsShownInPercent) {
    controller.answer("GET /api/v1/quotas", 200,
                      R"({"items":[{"unit":"","used_bytes":0,"quota_bytes":500000000000},)"
                      R"({"unit":"east","used_bytes":62500000,"quota_bytes":250000000}]})");
    EXPECT_EQ(tocsin({"media", "usage"}), 0) << err;
    EXPECT_EQ(out,
              "unit          used     quota\n"
              "(no unit)   0.0 MB  500.0 GB   0 %\n"
              "east       62.5 MB  250.0 MB  25 %\n");
}

TEST_F(CatalogueVerbs, ExpiringIsADayFromTodayOn) {
    EXPECT_EQ(tocsin({"media", "list", "--expiring", "14"}), 3);
    EXPECT_THAT(controller.asked().back().target,
                MatchesRegex("/api/v1/media.limit=500&expires_by=20[0-9-]+"));
}

TEST_F(CatalogueVerbs, TagsAreAddedAndTakenAwayBySign) {
    controller.answer("PATCH /api/v1/media/fire", 200, R"({"handle":"fire"})");
    ASSERT_EQ(tocsin({"media", "set", "fire", "--tag", "+消防", "--tag", "-x", "--tag", "y"}), 0)
        << err;
    EXPECT_EQ(sent(), boost::json::parse(R"({"add_tags":["消防","y"],"remove_tags":["x"]})"));
    ASSERT_EQ(tocsin({"media", "set", "fire", "--no-tags", "--tag", "y"}), 0) << err;
    EXPECT_EQ(sent(), boost::json::parse(R"({"tags":["y"]})"));
    EXPECT_EQ(tocsin({"media", "set", "fire", "--tag", "a,b"}), 2);
    EXPECT_EQ(tocsin({"media", "set", "fire", "--tag", "+"}), 2);
}

TEST_F(CatalogueVerbs, EveryTextGoesAndIsTakenAway) {
    controller.answer("PATCH /api/v1/media/fire", 200, R"({"handle":"fire"})");
    ASSERT_EQ(tocsin({"media", "set", "fire", "--title", "t", "--description", "d", "--folder",
                      "f/g", "--owner", "o", "--licence", "l", "--licence-until", "2026-06-30"}),
              0)
        << err;
    EXPECT_EQ(sent(),
              boost::json::parse(R"({"title":"t","description":"d","folder":"f/g","owner":"o",)"
                                 R"("licence":"l","licence_until":"2026-06-30"})"));
    ASSERT_EQ(tocsin({"media", "set", "fire", "--no-title", "--no-licence-until", "--owner", ""}),
              0)
        << err;
    EXPECT_EQ(sent(), boost::json::parse(R"({"title":null,"licence_until":null,"owner":null})"));
    EXPECT_EQ(tocsin({"media", "set", "fire", "--licence-until", "soon"}), 2);
    EXPECT_EQ(tocsin({"media", "add", "a", "b", "--title", "t"}), 2);
}

TEST_F(CatalogueVerbs, ASloganTakesThemToo) {
    controller.answer("POST /api/v1/slogans", 201, R"({"handle":"theme"})");
    ASSERT_EQ(tocsin({"media", "slogan", "x", "--tag", "a", "--tag", "+b", "--folder", "f"}), 0)
        << err;
    EXPECT_EQ(sent(), boost::json::parse(R"({"text":"x","tags":["a","b"],"folder":"f"})"));
}

TEST_F(CatalogueVerbs, AnAssetIsShownWithAllThatIsSaidOfIt) {
    controller.answer(
        "GET /api/v1/media/fire", 200,
        R"({"handle":"fire","title":"灭火","brought_as":"MVI_1.mp4","tags":["a","b"],)"
        R"("folder":"f","owner":"o","licence":"自制","licence_until":"2026-06-30"})");
    ASSERT_EQ(tocsin({"media", "show", "fire"}), 0) << err;
    for (auto const* line :
         {"brought in as  MVI_1.mp4\n", "tags           a, b\n", "folder         f\n",
          "owner          o\n", "licence        自制 (– 2026-06-30)\n"}) {
        EXPECT_THAT(out, HasSubstr(line));
    }
}

}  // namespace
}  // namespace tocsin::cli::test
