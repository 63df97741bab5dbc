// SPDX-License-Identifier: Apache-2.0
#include "tocsin/config/toml_reader.hpp"

#include <gmock/gmock.h>

namespace tocsin::config {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

TomlTable parsed(std::string_view text, Problems& problems) {
    auto table = TomlTable::parse(text, "fire.toml", problems);
    EXPECT_TRUE(table) << (table ? "" : table.error().message);
    return *table;
}

TEST(TomlReader, ReadsEveryKindOfValue) {
    Problems problems;
    auto const top = parsed(R"(
title = "安全生产月"
count = 20
all = true
from = 2026-06-01
to = "2026-06-30"
items = ["a", "b"]
[pacing]
plays_per_hour = 12
[[daypart]]
from = "19:00"
[[daypart]]
from = "20:00"
)",
                            problems);
    EXPECT_EQ(top.string("title"), "安全生产月");
    EXPECT_EQ(top.integer("count", 0, 100), 20);
    EXPECT_EQ(top.boolean("all"), true);
    EXPECT_EQ(top.date("from"), 2026y / 6 / 1);
    EXPECT_EQ(top.date("to"), 2026y / 6 / 30);
    EXPECT_THAT(top.strings("items"), ElementsAre("a", "b"));
    EXPECT_EQ(top.table("pacing")->integer("plays_per_hour", 0, 60), 12);
    ASSERT_EQ(top.tables("daypart").size(), 2U);
    EXPECT_EQ(top.tables("daypart")[1].string("from"), "20:00");
    EXPECT_TRUE(problems.empty()) << problems.error().message;
}

TEST(TomlReader, ALengthMayBeANumberOrATextWithItsUnit) {
    Problems problems;
    auto const table = parsed("a = 120\nb = \"15%\"\nc = true\n", problems);
    EXPECT_EQ(table.textOrInteger("a"), "120");
    EXPECT_EQ(table.textOrInteger("b"), "15%");
    EXPECT_EQ(table.textOrInteger("none"), std::nullopt);
    EXPECT_TRUE(problems.empty());
    EXPECT_EQ(table.textOrInteger("c"), std::nullopt);
    EXPECT_EQ(problems.error().message,
              "fire.toml:3 c: must be a whole number or a text in quotes, not true or false");
}

TEST(TomlReader, AbsentKeysAreNoProblem) {
    Problems problems;
    auto const top = parsed("", problems);
    EXPECT_FALSE(top.has("title"));
    EXPECT_EQ(top.string("title"), std::nullopt);
    EXPECT_EQ(top.integer("count", 1, 2), std::nullopt);
    EXPECT_EQ(top.boolean("all"), std::nullopt);
    EXPECT_EQ(top.date("from"), std::nullopt);
    EXPECT_TRUE(top.strings("items").empty());
    EXPECT_FALSE(top.table("pacing"));
    EXPECT_TRUE(top.tables("daypart").empty());
    EXPECT_TRUE(problems.empty());
}

TEST(TomlReader, ReportsAllProblemsTogetherWithTheirLines) {
    Problems problems;
    auto const top = parsed(
        "title = 3\ncount = 101\nall = \"yes\"\nfrom = \"2026-02-30\"\nitems = [1]\n"
        "[pacing]\nplays_per_hour = 1.5\n",
        problems);
    (void)top.string("title");
    (void)top.integer("count", 0, 100);
    (void)top.boolean("all");
    (void)top.date("from");
    (void)top.strings("items");
    (void)top.table("pacing")->integer("plays_per_hour", 0, 60);
    auto const error = problems.error();
    EXPECT_EQ(error.code, Errc::invalid);
    EXPECT_THAT(error.message,
                HasSubstr("fire.toml:1 title: must be a text in quotes, not a whole number"));
    EXPECT_THAT(error.message, HasSubstr("fire.toml:2 count: must be 0 to 100, not 101"));
    EXPECT_THAT(error.message, HasSubstr("fire.toml:3 all: "));
    EXPECT_THAT(error.message, HasSubstr("fire.toml:4 from: \"2026-02-30\" is not a date"));
    EXPECT_THAT(error.message, HasSubstr("fire.toml:5 items: "));
    EXPECT_THAT(error.message, HasSubstr("fire.toml:7 pacing.plays_per_hour: "));
    EXPECT_EQ(std::count(error.message.begin(), error.message.end(), '\n'), 5);
}

TEST(TomlReader, WrongShapesAreProblemsToo) {
    Problems problems;
    auto const top = parsed("items = \"a\"\npacing = 1\ndaypart = 2\nslogan = [1]\n", problems);
    EXPECT_TRUE(top.strings("items").empty());
    EXPECT_FALSE(top.table("pacing"));
    EXPECT_TRUE(top.tables("daypart").empty());
    EXPECT_TRUE(top.tables("slogan").empty());
    auto const message = problems.error().message;
    EXPECT_EQ(std::count(message.begin(), message.end(), '\n'), 3) << message;
}

TEST(TomlReader, NamesTheNearestKeyForAnUnknownOne) {
    Problems problems;
    auto const top = parsed("tilte = 1\nzzzzzzzz = 2\n", problems);
    top.onlyKeys({"title", "class", "from"});
    EXPECT_EQ(problems.error().message,
              "fire.toml:1 tilte: unknown key; did you mean \"title\"?\n"
              "fire.toml:2 zzzzzzzz: unknown key; known are title class from");
}

TEST(TomlReader, ProblemOfAnAbsentKeyNamesItsTable) {
    Problems problems;
    auto const top = parsed("a = 1\n\n[pacing]\n", problems);
    top.table("pacing")->problem("plays_per_hour", "is missing");
    EXPECT_EQ(problems.error().message, "fire.toml:3 pacing.plays_per_hour: is missing");
}

TEST(TomlReader, SyntaxErrorNamesLineAndColumn) {
    Problems problems;
    auto const table = TomlTable::parse("a = 1\nb = = 2\n", "fire.toml", problems);
    ASSERT_FALSE(table);
    EXPECT_EQ(table.error().code, Errc::invalid);
    EXPECT_THAT(table.error().message, testing::StartsWith("fire.toml:2:5: not TOML: "));
}

TEST(TomlReader, BytesThatAreNoTextAreASyntaxError) {
    Problems problems;
    EXPECT_FALSE(TomlTable::parse("a = \"\xff\xfe\"\n", "f", problems));
    EXPECT_FALSE(TomlTable::parse(std::string_view("\0\0\0", 3), "f", problems));
}

TEST(TomlReader, TablesOutliveTheDocumentTheyCameFrom) {
    Problems problems;
    auto const inner = [&] { return *parsed("[a.b]\nc = 7\n", problems).table("a")->table("b"); }();
    EXPECT_EQ(inner.integer("c", 0, 9), 7);
}

TEST(Nearest, FindsTypingMistakesAndNothingElse) {
    EXPECT_EQ(nearest("lsiten", {"data", "listen"}), "listen");
    EXPECT_EQ(nearest("day", {"days", "data"}), "days");
    EXPECT_EQ(nearest("warn", {"grace_seconds"}), std::nullopt);
    EXPECT_EQ(nearest("x", {"a"}), std::nullopt);
}

}  // namespace
}  // namespace tocsin::config
