// SPDX-License-Identifier: Apache-2.0
// Exit codes, languages, addresses, opening hours and how numbers are shown.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "client.hpp"
#include "failure.hpp"
#include "fields.hpp"
#include "language.hpp"
#include "opening.hpp"
#include "render.hpp"

namespace tocsin::cli {
namespace {

TEST(ExitCodes, FollowTheStatusOfTheAnswer) {
    EXPECT_EQ(exitCodeOfStatus(404), ExitCode::notFound);
    EXPECT_EQ(exitCodeOfStatus(403), ExitCode::permission);
    EXPECT_EQ(exitCodeOfStatus(409), ExitCode::conflict);
    for (int const status : {400, 410, 413, 422, 500, 503, 302}) {
        EXPECT_EQ(exitCodeOfStatus(status), ExitCode::failure) << status;
    }
}

TEST(LanguageChoice, TakesTheFirstVariableThatIsSet) {
    EXPECT_EQ(languageOf("", "", "zh_CN.UTF-8"), Language::chinese);
    EXPECT_EQ(languageOf("", "zh_TW", "en_US.UTF-8"), Language::chinese);
    EXPECT_EQ(languageOf("C", "", "zh_CN.UTF-8"), Language::english);
    EXPECT_EQ(languageOf("", "", ""), Language::english);
}

TEST(LanguageChoice, LeavesAnUnknownStateAsItIs) {
    EXPECT_EQ(sayState(Language::chinese, "offline"), "离线");
    EXPECT_EQ(sayState(Language::chinese, "burning"), "burning");
    auto const both = boost::json::parse(R"({"message":"it is full","message_zh":"已满"})");
    EXPECT_EQ(sentence(Language::chinese, both), "已满");
    EXPECT_EQ(sentence(Language::english, both), "it is full");
    EXPECT_EQ(sentence(Language::chinese, boost::json::parse(R"({"message":"old"})")), "old")
        << "of a controller that has no Chinese for it";
}

TEST(Fields, AreWholeNumbersSignedOrNot) {
    boost::json::object const object{{"signed", -3},
                                     {"unsigned", std::size_t{3}},
                                     {"beyond", std::uint64_t{1} << 63},
                                     {"text", "3"}};
    EXPECT_EQ(integer(object, "signed"), -3);
    EXPECT_EQ(integer(object, "unsigned"), 3) << "as counts are that this program made itself";
    EXPECT_EQ(integer(object, "beyond"), 0);
    EXPECT_EQ(integer(object, "text"), 0);
    EXPECT_EQ(integer(object, "absent"), 0);
}

TEST(FailureLines, NameOneMistakeEachAndMoveNoCursor) {
    EXPECT_EQ(failureLines("there is no screen"), "tocsin: there is no screen\n");
    EXPECT_EQ(failureLines("a.toml:1 title: missing\na.toml:2 from: \x1b[2J missing\n"),
              "tocsin: a.toml:1 title: missing\ntocsin: a.toml:2 from:  [2J missing\n");
    EXPECT_EQ(failureLines(""), "tocsin: \n");
}

TEST(Address, ComesFromTheOptionThenTheVariableThenTheDefault) {
    EXPECT_EQ(controllerAddress("http://a:1/", "http://b:2"), "http://a:1");
    EXPECT_EQ(controllerAddress("", "http://b:2"), "http://b:2");
    EXPECT_EQ(controllerAddress("", ""), "http://127.0.0.1:8440");
    EXPECT_EQ(controllerAddress("http://[::1]:8440", ""), "http://[::1]:8440");
}

TEST(Address, IsRefusedWithTheCodeOfWhereItWasGiven) {
    auto const codeOf = [](std::string const& option, std::string const& variable) {
        try {
            static_cast<void>(controllerAddress(option, variable));
        } catch (CommandFailure const& failure) {
            return failure.code();
        }
        return ExitCode::ok;
    };
    for (auto const* wrong : {"gate:8440", "ftp://a:1", "http://", "http://a:99999",
                              "http://a:1/path", "http://a:x", "http://:80"}) {
        EXPECT_EQ(codeOf(wrong, ""), ExitCode::usage) << wrong;
        EXPECT_EQ(codeOf("", wrong), ExitCode::configuration) << wrong;
    }
}

TEST(Address, EncodesWhatAPathOrQueryCannotHold) {
    EXPECT_EQ(encoded("a b/c?d&e+f%"), "a%20b%2Fc%3Fd%26e%2Bf%25");
    EXPECT_EQ(encoded("消.mp4"), "%E6%B6%88.mp4");
    EXPECT_EQ(encoded("screen,asset"), "screen,asset");
}

TEST(Opening, ReadsDaysRangesAndHours) {
    auto const weekdays = parseOpening("mon-fri 06:00-22:00");
    ASSERT_TRUE(weekdays);
    EXPECT_EQ(boost::json::serialize(*weekdays),
              R"({"days":["mon","tue","wed","thu","fri"],"from":"06:00","to":"22:00"})");
    auto const overTheWeekend = parseOpening("sat-mon,wed 20:00-02:00");
    ASSERT_TRUE(overTheWeekend);
    EXPECT_EQ(joined(*overTheWeekend, "days", ","), "mon,wed,sat,sun");
    auto const daily = parseOpening("daily 00:00-24:00");
    ASSERT_TRUE(daily);
    EXPECT_EQ(elements(*daily, "days").size(), 7U);
}

TEST(Opening, RefusesWhatIsNoRule) {
    for (auto const* wrong : {"", "mon", "06:00-22:00", "mon 6:00-22:00", "mon 06:00-24:01",
                              "mon 06:00-06:00", "mon- 06:00-22:00", "mon,,tue 06:00-22:00",
                              "montag 06:00-22:00", "mon 24:00-06:00", "mon 06:00"}) {
        auto const rule = parseOpening(wrong);
        EXPECT_FALSE(rule) << wrong;
    }
    EXPECT_NE(parseOpening("montag 06:00-22:00").error().message.find("montag"), std::string::npos);
}

TEST(Numbers, AreShownAsPeopleReadThem) {
    EXPECT_EQ(clockText(3'999), "00:03");
    EXPECT_EQ(clockText(725'000), "12:05");
    EXPECT_EQ(clockText(3'723'000), "1:02:03");
    EXPECT_EQ(percentText("0.9876"), "98.76 %");
    EXPECT_EQ(percentText("1.0000"), "100.00 %");
    EXPECT_EQ(percentText("0.0050"), "0.50 %");
    EXPECT_EQ(percentText("—"), "—");
    EXPECT_EQ(ageText("2026-06-01T00:00:00.000Z", "2026-06-01T00:00:03.900Z"), "3 s");
    EXPECT_EQ(ageText("2026-06-01T00:00:00.000Z", "2026-06-01T00:05:00.000Z"), "5 min");
    EXPECT_EQ(ageText("2026-06-01T00:00:00.000Z", "2026-06-01T05:00:00.000Z"), "5 h");
    EXPECT_EQ(ageText("2026-06-01T00:00:00.000Z", "2026-06-05T05:00:00.000Z"), "4 d");
    EXPECT_EQ(ageText("", "2026-06-05T05:00:00.000Z"), "");
}

}  // namespace
}  // namespace tocsin::cli
