// SPDX-License-Identifier: Apache-2.0
// tocsin compile, from a programme file to CSV, JSON and exit code; no controller is there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tocsin/cli/cli.hpp"

namespace tocsin::cli {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

struct Ended {
    int code = 0;
    std::string out, err;
};

constexpr char kProgramme[] = R"({
  "screen": {"id": "s1", "zone": "Asia/Shanghai", "opening": [{"days": ["mon"], "from": "06:00", "to": "22:00"}]},
  "assets": [{"id": "film-a", "kind": "film", "duration_ms": 30000}],
  "campaigns": [{"id": "c1", "class": "filler", "from": "2026-06-01", "to": "2026-06-30", "items": ["film-a"]}]})";

class CompileVerb : public testing::Test {
protected:
    CompileVerb() {
        std::string name = testing::TempDir() + "tocsin-compile-XXXXXX";
        if (::mkdtemp(name.data()) == nullptr) {
            throw std::runtime_error("no temporary directory");
        }
        directory = name;
    }
    ~CompileVerb() override { std::filesystem::remove_all(directory); }

    Ended compile(std::string const& programme, std::vector<std::string> const& more = {},
                  std::string const& date = "2026-06-01", std::string const& zone = "Asia/Shanghai",
                  Environment const& environment = {}) {
        auto const path = directory / "programme.json";
        std::ofstream(path) << programme;
        std::vector<std::string> arguments{"compile", path.string(), "--date",
                                           date,      "--zone",      zone};
        arguments.insert(arguments.end(), more.begin(), more.end());
        std::ostringstream out, err;
        Ended ended;
        ended.code = run(arguments, environment, out, err, {});
        ended.out = out.str();
        ended.err = err.str();
        return ended;
    }

    std::filesystem::path directory;
};

TEST_F(CompileVerb, PrintsEveryPlayOfTheDayAsCsv) {
    auto const ended = compile(kProgramme);
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_THAT(ended.out, StartsWith("start,end,asset,campaign,reason\n2026-06-01T00:00:00.000+08:"
                                      "00,2026-06-01T06:00:00.000+08:00,,,"));
    EXPECT_THAT(
        ended.out,
        HasSubstr("\n2026-06-01T06:00:00.000+08:00,2026-06-01T06:00:30.000+08:00,film-a,c1,"));
    EXPECT_EQ(std::count(ended.out.begin(), ended.out.end(), '\n'), 1 + 1 + 16 * 120 + 1)
        << "sixteen hours of half minutes between two dark entries";
}

TEST_F(CompileVerb, PrintsOneDocumentThatIsTheSameEachTime) {
    auto const ended = compile(kProgramme, {"--json"});
    ASSERT_EQ(ended.code, 0) << ended.err;
    auto const document = boost::json::parse(ended.out);
    EXPECT_EQ(document.at("screen"), "s1");
    EXPECT_EQ(document.at("date"), "2026-06-01");
    EXPECT_EQ(document.at("zone"), "Asia/Shanghai");
    auto const& play = document.at("plays").at(1);
    EXPECT_EQ(play.at("start"), "2026-06-01T06:00:00.000+08:00");
    EXPECT_EQ(play.at("asset"), "film-a");
    EXPECT_EQ(play.at("id").as_string().size(), 64U);
    EXPECT_NE(play.at("id"), document.at("plays").at(2).at("id"));
    EXPECT_EQ(compile(kProgramme, {"--json"}).out, ended.out);
}

TEST_F(CompileVerb, ExitsWith6AndNamesTheFindings) {
    auto programme = boost::json::parse(kProgramme);
    programme.at("campaigns").at(0).as_object()["class"] = "normal";
    programme.at("campaigns").at(0).as_object()["pacing"] = {{"plays_per_hour", 1000}};
    auto const ended = compile(boost::json::serialize(programme), {"--json"});
    EXPECT_EQ(ended.code, 6);
    EXPECT_THAT(ended.err, HasSubstr("c1"));
    EXPECT_FALSE(boost::json::parse(ended.out).at("findings").as_array().empty());
}

TEST_F(CompileVerb, RefusesAnotherZoneAsWrongUsage) {
    auto const ended = compile(kProgramme, {}, "2026-06-01", "Europe/Berlin");
    EXPECT_EQ(ended.code, 2);
    EXPECT_THAT(ended.err, HasSubstr("Europe/Berlin"));
    EXPECT_EQ(ended.out, "");
    EXPECT_EQ(compile(kProgramme, {}, "June").code, 2);
}

TEST_F(CompileVerb, RefusesAFileWithMistakesInOneLineThatNamesIt) {
    std::string unknownItem = kProgramme;
    unknownItem.replace(unknownItem.find("[\"film-a\"]"), 10, "[\"film-z\"]");
    std::string const unknownKey =
        R"({"screen": {"id": "s1", "zone": "Asia/Shanghai", "colour": 1}, "assets": [], "campaigns": []})";
    for (std::string const& wrong : {std::string(), std::string("{"), std::string("{}"),
                                     std::string("[]"), unknownKey, unknownItem}) {
        auto const ended = compile(wrong);
        EXPECT_EQ(ended.code, 1) << wrong;
        EXPECT_THAT(ended.err, HasSubstr("programme.json")) << wrong;
        EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 1) << ended.err;
    }
}

TEST_F(CompileVerb, TheHolidayCalendarMayStandInAFileBesideTheProgramme) {
    auto const plays = [&](char const* calendar, std::string const& date) {
        auto programme = boost::json::parse(kProgramme);
        programme.as_object()["calendar"] = boost::json::parse(calendar);
        programme.at("campaigns").at(0).as_object()["calendar"] = "workdays";
        programme.at("campaigns").at(0).as_object()["to"] = "2026-10-31";
        programme.at("screen").as_object().erase("opening");
        auto const ended = compile(boost::json::serialize(programme), {"--json"}, date);
        EXPECT_THAT(ended.err, Not(HasSubstr("calendar")));
        return boost::json::parse(ended.out).at("plays").as_array().size() > 1;
    };
    constexpr char kObject[] = R"({"holidays": ["2026-10-01"], "workdays": ["2026-10-10"]})";
    std::ofstream(directory / "holidays.json") << kObject;
    std::ofstream(directory / "site.toml")
        << "holidays = [2026-10-01]\nworkdays = [2026-10-10]  # a Saturday\n";
    for (char const* calendar : {kObject, "\"holidays.json\"", "\"site.toml\""}) {
        EXPECT_FALSE(plays(calendar, "2026-10-01")) << calendar;
        EXPECT_TRUE(plays(calendar, "2026-10-10")) << calendar;
        EXPECT_FALSE(plays(calendar, "2026-10-11")) << calendar << ": a Sunday";
    }
}

TEST_F(CompileVerb, AWrongHolidayFileIsOneLineThatNamesItAndTheKey) {
    std::ofstream(directory / "day.json") << R"({"holidays": ["2026-10-01", "2026-13-01"]})";
    std::ofstream(directory / "key.json") << R"({"holiday": []})";
    std::ofstream(directory / "list.json") << R"(["2026-10-01"])";
    std::ofstream(directory / "broken.json") << R"({"holidays": [)";
    std::ofstream(directory / "day.toml") << "# the year\nholidays = [\"1.10.2026\"]\n";
    std::filesystem::create_directories(directory / "folder.json");
    std::pair<char const*, char const*> const cases[] = {
        {"day.json", "calendar: day.json: holidays[1]: \"2026-13-01\" is not a date"},
        {"key.json", "calendar: key.json: "},
        {"list.json", "calendar: list.json: "},
        {"broken.json", "calendar: broken.json: "},
        {"day.toml", "calendar: day.toml:2 holidays"},
        {"folder.json", "folder.json is a folder"},
        {"missing.json", "missing.json"},
        {"", "calendar: expected an object"}};
    for (auto const& [file, message] : cases) {
        auto programme = boost::json::parse(kProgramme);
        programme.as_object()["calendar"] = file;
        auto const ended = compile(boost::json::serialize(programme));
        EXPECT_EQ(ended.code, 1) << file;
        EXPECT_THAT(ended.err, StartsWith("tocsin: programme.json: calendar: ")) << file;
        EXPECT_THAT(ended.err, HasSubstr(message)) << file;
        EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 1) << ended.err;
        EXPECT_EQ(ended.out, "");
    }
}

TEST_F(CompileVerb, NeedsNoAddressOfAController) {
    Environment elsewhere;
    elsewhere.controller = "not an address";
    auto const ended = compile(kProgramme, {}, "2026-06-01", "Asia/Shanghai", elsewhere);
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(ended.err, "");
}

}  // namespace
}  // namespace tocsin::cli
