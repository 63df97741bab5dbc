// SPDX-License-Identifier: Apache-2.0
// [mail] of controller.toml.
#include "tocsin/config/mail_config.hpp"

#include <gmock/gmock.h>

namespace tocsin::config {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Read {
    MailConfig config;
    std::string problems;  ///< empty: none
};

Read read(std::string const& toml) {
    Problems problems;
    auto const top = TomlTable::parse("[mail]\n" + toml, "controller.toml", problems).value();
    Read out;
    out.config = mailOf(*top.table("mail"), "/etc/tocsin");
    out.problems = problems.empty() ? "" : problems.error().message;
    return out;
}

std::string const kLeast = "host = \"smtp.example.org\"\nsender = \"led@example.org\"\n";

TEST(MailConfig, NothingSaidMailsNothing) {
    auto const all = read("");
    EXPECT_EQ(all.problems, "");
    EXPECT_EQ(all.config, MailConfig{});
    EXPECT_THAT(read("sender = \"led@example.org\"\n").problems,
                HasSubstr("sender: means nothing without host"));
}

TEST(MailConfig, ReadsEveryKey) {
    auto const all = read(R"(
host = "10.1.2.3"
port = 2525
security = "none"
allow_clear_text = true
account = "led"
password_file = "mail-password"
sender = "led@example.org"
name = "LED 发布平台"
zone = "Asia/Urumqi"
language = "en"
ca = "ca.pem"
[[mail.to]]
purposes = ["filing-reminders"]
units = ["east"]
addresses = ["a@example.org", "b@example.org"]
[[mail.to]]
addresses = ["all@example.org"]
)");
    EXPECT_EQ(all.problems, "");
    MailConfig expected;
    expected.host = "10.1.2.3";
    expected.port = 2525;
    expected.security = "none";
    expected.account = "led";
    expected.passwordFile = "/etc/tocsin/mail-password";
    expected.sender = "led@example.org";
    expected.name = "LED 发布平台";
    expected.zone = "Asia/Urumqi";
    expected.language = "en";
    expected.authorities = "/etc/tocsin/ca.pem";
    expected.to = {{{"filing-reminders"}, {"east"}, {"a@example.org", "b@example.org"}},
                   {{}, {}, {"all@example.org"}}};
    EXPECT_EQ(all.config, expected);
}

TEST(MailConfig, TheUsualPortIsThatOfTheSecurity) {
    EXPECT_EQ(read(kLeast).config.port, 587);
    EXPECT_EQ(read(kLeast).config.security, "starttls");
    EXPECT_EQ(read(kLeast + "security = \"tls\"\n").config.port, 465);
    auto const own = read("host = \"127.0.0.1\"\nsender = \"a@b\"\nsecurity = \"none\"\n");
    EXPECT_EQ(own.problems, "");
    EXPECT_EQ(own.config.port, 25);
}

TEST(MailConfig, NothingGoesInClearTextUnlessThatIsSaid) {
    EXPECT_THAT(read(kLeast + "security = \"none\"\n").problems,
                HasSubstr("write allow_clear_text = true too"));
    EXPECT_EQ(read(kLeast + "security = \"none\"\nallow_clear_text = true\n").problems, "");
}

TEST(MailConfig, APasswordNeverStandsInTheFile) {
    auto const wrong = read(kLeast + "account = \"led\"\npassword = \"geheim\"\n").problems;
    EXPECT_THAT(wrong, HasSubstr("password: must not stand here"));
    EXPECT_THAT(wrong, HasSubstr("password_file: missing"));
    EXPECT_THAT(wrong, Not(HasSubstr("geheim")));
}

TEST(MailConfig, SaysEveryMistakeWithWhatIsAllowed) {
    auto const wrong = read(R"(
host = "smtp.example.org"
port = 0
security = "ssl"
password_file = "x"
sender = "led"
name = "a\nb"
language = "de"
[[mail.to]]
addresses = []
[[mail.to]]
adresses = ["x"]
addresses = ["a@b>\r\nRCPT TO:<x@y"]
)")
                           .problems;
    for (auto const* said :
         {"port: must be 1 to 65535", "security: must be \"starttls\"", "account: missing",
          "sender: must be a mail address", "name: must be one line", "language: must be",
          "addresses: must name 1 to 50", "did you mean \"addresses\"?", "is not a mail address"}) {
        EXPECT_THAT(wrong, HasSubstr(said));
    }
    EXPECT_THAT(read("host = \"smtp.example.org\"\n").problems, HasSubstr("sender: missing"));
}

}  // namespace
}  // namespace tocsin::config
