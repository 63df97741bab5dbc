// SPDX-License-Identifier: Apache-2.0
// [warnings] of controller.toml.
#include "tocsin/config/warning_config.hpp"

#include <gmock/gmock.h>

namespace tocsin::config {
namespace {

using std::chrono::hours;
using testing::HasSubstr;

struct Read {
    WarningConfig config;
    std::string problems;  ///< empty: none
};

Read read(std::string const& toml) {
    Problems problems;
    auto const top = TomlTable::parse("[warnings]\n" + toml, "controller.toml", problems).value();
    Read out;
    out.config = warningsOf(*top.table("warnings"), "/etc/tocsin");
    out.problems = problems.empty() ? "" : problems.error().message;
    return out;
}

TEST(WarningConfig, NothingSaidIsTheDefaults) {
    auto const all = read("");
    EXPECT_EQ(all.problems, "");
    EXPECT_EQ(all.config, WarningConfig{});
    EXPECT_EQ(all.config.byPeople, hours(1));
    EXPECT_EQ(all.config.most, hours(24));
    EXPECT_FALSE(all.config.freeTextByOne) << "free text takes two unless the site says otherwise";
}

TEST(WarningConfig, ReadsEveryKey) {
    auto const all = read(R"(
minutes = 90
most_hours = 12
free_text = "one"
folder = "cap"
zone = "Asia/Urumqi"
glass_seconds = 3
certificates = ["distributor.pem"]
authorities = ["distributor-ca.pem"]
[warnings.expire_hours]
blue = 1
red = 12
otherwise = 2
[warnings.threshold]
"儿童医院" = "orange"
[[warnings.look]]
units = ["metro"]
tags = ["lobby", "bar"]
levels = ["none", "blue"]
kind = "forwarded"
look = "ticker"
[[warnings.look]]
kind = "emergency"
look = "split"
sound = true
[[warnings.sender]]
sender = "cma@example.cn"
automatic = true
may_change = ["old@example.cn"]
certificates = ["cma.pem", "/etc/ssl/cma-2.pem"]
authorities = ["ca.pem"]
[[warnings.sender]]
sender = "flood@example.cn"
signed = true
[[warnings.feed]]
name = "气象-1"
url = "https://weather.example.cn/cap.atom?key=1"
every = 15
[[warnings.feed]]
name = "flood"
url = "http://10.1.2.3:8080/rss"
)");
    EXPECT_EQ(all.problems, "");
    WarningConfig expected;
    expected.byPeople = std::chrono::minutes(90);
    expected.most = hours(12);
    expected.byLevel = {{"blue", hours(1)}, {"red", hours(12)}};
    expected.otherwise = hours(2);
    expected.freeTextByOne = true;
    expected.folder = "/etc/tocsin/cap";
    expected.zone = "Asia/Urumqi";
    expected.glassWithin = std::chrono::seconds(3);
    expected.looks = {{{"metro"}, {"lobby", "bar"}, {"none", "blue"}, false, "ticker", false},
                      {{}, {}, {}, true, "split", true}};
    expected.certificates = {"/etc/tocsin/distributor.pem"};
    expected.authorities = {"/etc/tocsin/distributor-ca.pem"};
    expected.senders = {{"cma@example.cn",
                         true,
                         {"old@example.cn"},
                         {"/etc/tocsin/cma.pem", "/etc/ssl/cma-2.pem"},
                         {"/etc/tocsin/ca.pem"},
                         true},
                        {"flood@example.cn", false, {}, {}, {}, true}};
    expected.thresholds = {{"儿童医院", "orange"}};
    expected.feeds = {
        {"气象-1", "https://weather.example.cn/cap.atom?key=1", std::chrono::seconds(15)},
        {"flood", "http://10.1.2.3:8080/rss", std::chrono::seconds(60)}};
    EXPECT_EQ(all.config, expected);
}

TEST(WarningConfig, NothingLastsLongerThanTheLongest) {
    auto const shorter = read("most_hours = 2\n");
    EXPECT_EQ(shorter.problems, "");
    EXPECT_EQ(shorter.config.otherwise, hours(2));
    auto const wrong = read("most_hours = 2\nminutes = 121\n[warnings.expire_hours]\nred = 3\n");
    EXPECT_THAT(wrong.problems, HasSubstr("minutes: must be 1 to 120"));
    EXPECT_THAT(wrong.problems, HasSubstr("red: must not be more than [warnings] most_hours"));
}

TEST(WarningConfig, WhoHasCertificatesHasToSignUnlessItIsSaidOtherwise) {
    auto const all = read(R"(
[[warnings.sender]]
sender = "a@example.cn"
certificates = ["a.pem"]
[[warnings.sender]]
sender = "b@example.cn"
certificates = ["b.pem"]
signed = false
[[warnings.sender]]
sender = "c@example.cn"
)");
    EXPECT_EQ(all.problems, "");
    ASSERT_EQ(all.config.senders.size(), 3U);
    EXPECT_TRUE(all.config.senders[0].isSigned);
    EXPECT_FALSE(all.config.senders[1].isSigned);
    EXPECT_FALSE(all.config.senders[2].isSigned);
}

TEST(WarningConfig, NobodyUnsignedMayChangeWhatIsSigned) {
    std::string const pinned =
        "[[warnings.sender]]\nsender = \"a@example.cn\"\ncertificates = [\"a.pem\"]\n";
    std::string const delegate =
        "[[warnings.sender]]\nsender = \"b@example.cn\"\nmay_change = [\"a@example.cn\"]\n";
    EXPECT_THAT(read(pinned + delegate).problems,
                HasSubstr("may_change: \"a@example.cn\" has to sign"));
    EXPECT_EQ(read(pinned + delegate + "certificates = [\"b.pem\"]\n").problems, "");
}

TEST(WarningConfig, SaysEveryMistakeWithWhatIsAllowed) {
    auto const wrong = read(R"(
free_text = "three"
folder = ""
[warnings.expire_hours]
green = 6
[warnings.threshold]
"school" = "none"
[[warnings.look]]
levels = ["green"]
kind = "test"
look = "fullscreen"
[[warnings.look]]
levels = ["red"]
[[warnings.sender]]
automatic = true
[[warnings.sender]]
sender = "a@example.cn"
certificates = [""]
[[warnings.sender]]
sender = "a@example.cn"
[[warnings.sender]]
sender = "b@example.cn"
signed = true
[[warnings.sender]]
sender = "c@example.cn"
authorities = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17"]
)")
                           .problems;
    for (auto const* said :
         {"free_text: must be \"two\" or \"one\"", "folder: must name a directory",
          "green: unknown key", "school: must be blue, yellow, orange or red",
          "levels: \"green\" is none of none, blue, yellow, orange, red",
          "kind: must be \"forwarded\" or \"emergency\"", "look: must be \"takeover\"",
          "look: missing", "sender: missing", "sender: \"a@example.cn\" is named already",
          "certificates: must name files", "signed: nothing could verify it",
          "authorities: at most 16 files"}) {
        EXPECT_THAT(wrong, HasSubstr(said));
    }
}

std::string feed(std::string const& name, std::string const& rest) {
    return "[[warnings.feed]]\nname = \"" + name + "\"\n" + rest + "\n";
}

TEST(WarningConfig, SaysOfEachFeedWhatIsWrongWithIt) {
    std::string const url = "url = \"https://a.example.cn/\"";
    auto const wrong = read(feed("a", url) + feed("a", url) + feed("Not a name", url) +
                            feed("b", "url = \"ftp://a.example.cn/\"") + feed("c", "") +
                            feed("d", url + "\nevery = 14") + feed("e", url + "\nevery = 3601") +
                            "[[warnings.feed]]\n" + url + "\nevry = 60\n")
                           .problems;
    for (auto const* said :
         {"name: \"a\" is the name of another feed", "name: must be 1 to 64 bytes of a-z",
          "url: must be a whole address", "every: must be 15 to 3600", "name: missing",
          "did you mean \"every\"?"}) {
        EXPECT_THAT(wrong, HasSubstr(said));
    }
    EXPECT_EQ(std::count(wrong.begin(), wrong.end(), '\n'), 7) << wrong;
    EXPECT_EQ(read(feed("a", url + "\nevery = 3600")).problems, "");
}

TEST(WarningConfig, PollsThirtyTwoFeedsAndNoMore) {
    std::string many;
    for (int i = 0; i < 32; ++i) {
        many += feed("f" + std::to_string(i), "url = \"https://a.example.cn/\"");
    }
    EXPECT_EQ(read(many).problems, "");
    EXPECT_EQ(read(many).config.feeds.size(), 32U);
    auto const more = read(many + feed("one-more", "url = \"https://a.example.cn/\""));
    EXPECT_THAT(more.problems, HasSubstr("at most 32 feeds are polled"));
}

}  // namespace
}  // namespace tocsin::config
