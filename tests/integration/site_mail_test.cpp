// SPDX-License-Identifier: Apache-2.0
// Mail: the real controller hands it to a server on loopback that takes, refuses and puts off, and
// the client shows what became of it.
#include <gmock/gmock.h>

#include <atomic>
#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>

#include "people_of_site.hpp"
#include "support/site.hpp"
#include "support/smtp_server.hpp"

namespace tocsin::integration {
namespace {

using test::Ended;
using test::SmtpManner;
using test::SmtpServer;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

constexpr char kPassword[] = "geheim-42";

class SiteMail : public testing::Test {
protected:
    void begin(SmtpServer const& server) {
        site.setTick(Milliseconds(1'000));
        auto const file = site.dir() / "mail-password";
        std::ofstream(file) << kPassword << "\n";
        std::filesystem::permissions(file, std::filesystem::perms::owner_read);
        site.setConfiguration(
            "[mail]\nhost = \"127.0.0.1\"\nport = " + std::to_string(server.port()) +
            "\nsecurity = \"none\"\naccount = \"led\"\npassword_file = "
            "\"mail-password\"\nsender = \"led@example.org\"\nname = \"LED "
            "发布平台\"\n");
        ASSERT_NO_FATAL_FAILURE(site.startController());
        if (chen.empty()) {
            chen = signedIn(site, "chen", {"administrator", "reporter"});
        }
    }
    /// The client as an administrator.
    [[nodiscard]] Ended tocsin(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), (test::Site::bin() / "tocsin").string());
        arguments.insert(arguments.end(), {"--controller", "http://" + site.address()});
        ::setenv("TOCSIN_TOKEN", chen.c_str(), 1);
        auto ended = test::run(arguments);
        ::setenv("TOCSIN_TOKEN", site.people().keeper().c_str(), 1);
        return ended;
    }
    [[nodiscard]] boost::json::object told(int number) const {
        return objectOf(asked(site, chen, "GET", "/api/v1/mail/" + std::to_string(number)));
    }
    [[nodiscard]] std::string state(int number) const {
        auto const mail = told(number);
        return mail.contains("state") ? std::string(mail.at("state").as_string()) : "";
    }
    static SmtpManner manner() {
        SmtpManner out;
        out.account = "led";
        out.password = kPassword;
        return out;
    }

    test::Site site;
    std::string chen;
};

TEST_F(SiteMail, ATestMailArrivesAndThePasswordIsNowhere) {
    SmtpServer const server(manner());
    ASSERT_NO_FATAL_FAILURE(begin(server));
    auto const sent = tocsin({"mail", "test", "wang@example.org"});
    ASSERT_EQ(sent.code, 0) << sent.out << sent.err << site.controller().log();
    ASSERT_THAT(server.mails(), SizeIs(1));
    auto const mail = server.mails().front();
    EXPECT_EQ(mail.account, "led");
    EXPECT_THAT(mail.to, testing::ElementsAre("wang@example.org"));
    EXPECT_THAT(mail.header("Date"), testing::StartsWith("Mon, 01 Jun 2026 10:"));
    EXPECT_THAT(mail.header("From"), HasSubstr("<led@example.org>"));
    auto const list = tocsin({"mail", "list"});
    EXPECT_THAT(list.out, AllOf(HasSubstr("wang@example.org"), HasSubstr("250 2.0.0 queued")));
    auto const status = site.tocsin({"status", "--json"}).out;
    EXPECT_THAT(status, HasSubstr(R"("mail":{"waiting":0,"failed":0})"));
    auto const trail = site.tocsin({"audit", "list", "--json"}).out;
    EXPECT_THAT(trail, AllOf(HasSubstr("mail.test"), HasSubstr("mail.sent")));
    for (auto const& text : {trail, status, list.out, site.controller().log()}) {
        EXPECT_THAT(text, Not(HasSubstr(kPassword)));
    }
}

TEST_F(SiteMail, WhatIsPutOffGoesOutLaterAlsoAfterARestart) {
    std::atomic<bool> busy{true};
    auto how = manner();
    how.answer = [&busy](std::string const& said) {
        return busy && said.starts_with("RCPT") ? "450 4.2.0 come again" : "";
    };
    SmtpServer const server(std::move(how));
    ASSERT_NO_FATAL_FAILURE(begin(server));
    auto const first = tocsin({"mail", "test", "wang@example.org"});
    EXPECT_EQ(first.code, 6) << first.out << first.err;
    EXPECT_THAT(first.out, HasSubstr("450 4.2.0 come again"));
    EXPECT_EQ(state(1), "queued");
    busy = false;
    EXPECT_EQ(site.controller().stop(), 0);
    ASSERT_NO_FATAL_FAILURE(begin(server));
    EXPECT_TRUE(site.passUntil([&] { return state(1) == "sent"; })) << site.controller().log();
    EXPECT_THAT(server.mails(), SizeIs(1));
}

TEST_F(SiteMail, WhatIsRefusedIsShownAndGoesOutWhenAPersonSaysSo) {
    std::atomic<bool> strict{true};
    auto how = manner();
    how.answer = [&strict](std::string const& said) {
        return strict && said.starts_with("RCPT") ? "550 5.1.1 unknown user" : "";
    };
    SmtpServer const server(std::move(how));
    ASSERT_NO_FATAL_FAILURE(begin(server));
    EXPECT_EQ(tocsin({"mail", "test", "wang@example.org"}).code, 6);
    EXPECT_EQ(state(1), "failed");
    EXPECT_THAT(site.tocsin({"status"}).out, HasSubstr("mails that were not sent: 1"));
    strict = false;
    EXPECT_EQ(tocsin({"mail", "retry", "1"}).code, 0);
    EXPECT_TRUE(test::eventually([&] { return state(1) == "sent"; }));
    EXPECT_EQ(tocsin({"mail", "cancel", "1"}).code, 5);
    EXPECT_EQ(tocsin({"mail", "show", "2"}).code, 3);
}

TEST_F(SiteMail, APasswordThatOthersMayReadIsAMistakeOfTheConfiguration) {
    auto const file = site.dir() / "mail-password";
    std::ofstream(file) << kPassword << "\n";
    std::filesystem::permissions(file, std::filesystem::perms(0644));
    auto const config = site.dir() / "wrong.toml";
    std::ofstream(config) << "[mail]\nhost = \"127.0.0.1\"\naccount = \"led\"\nsender = "
                             "\"led@example.org\"\npassword_file = \"mail-password\"\n";
    auto const ended = test::run({(test::Site::bin() / "tocsin-controller").string(),
                                  "--check-config", "--config", config.string()});
    EXPECT_EQ(ended.code, 78);
    EXPECT_THAT(ended.err, AllOf(HasSubstr("run chmod 600 on it"), Not(HasSubstr(kPassword))));
}

}  // namespace
}  // namespace tocsin::integration
