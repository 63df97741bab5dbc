// SPDX-License-Identifier: Apache-2.0
// [mail] as the door to its server: a password that is a secret, and a host that can be one.
#include "mail_posting.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace tocsin::app {
namespace {

using testing::HasSubstr;
using testing::Not;

class MailServerTest : public testing::Test {
protected:
    MailServerTest() {
        std::filesystem::create_directories(folder);
        config.mail.host = "smtp.example.org";
        config.mail.sender = "led@example.org";
    }
    ~MailServerTest() override { std::filesystem::remove_all(folder); }

    void writePassword(std::string const& text, std::filesystem::perms perms) {
        config.mail.account = "led";
        config.mail.passwordFile = folder / "password";
        std::filesystem::remove(config.mail.passwordFile);
        std::ofstream(config.mail.passwordFile, std::ios::binary) << text;
        std::filesystem::permissions(config.mail.passwordFile, perms);
    }
    std::string refusal() {
        auto const server = mailServer(config, {});
        return server ? "" : server.error().message;
    }

    static constexpr auto kPrivate = std::filesystem::perms::owner_read;
    std::filesystem::path folder = std::filesystem::path(testing::TempDir()) /
                                   ("tocsin-mail-server-" + std::to_string(::getpid()));
    config::ControllerConfig config;
};

TEST_F(MailServerTest, WithoutAHostThereIsNone) {
    config.mail = {};
    EXPECT_EQ(mailServer(config, {}).value().host, "");
}

TEST_F(MailServerTest, TakesThePasswordFromItsFileWithoutTheLineEnd) {
    for (auto const* text : {"geheim 42", "geheim 42\n", "geheim 42\r\n"}) {
        writePassword(text, kPrivate);
        auto const server = mailServer(config, {});
        ASSERT_TRUE(server) << server.error().message;
        EXPECT_EQ(server->password, "geheim 42");
        EXPECT_EQ(server->security, outbound::MailSecurity::startTls);
    }
}

TEST_F(MailServerTest, RefusesAPasswordThatOthersMayReadOrThatIsNone) {
    writePassword("geheim", std::filesystem::perms(0640));
    EXPECT_THAT(refusal(), HasSubstr("run chmod 600 on it"));
    for (auto const* text : {"", "\n", "geheim\nzwei\n"}) {
        writePassword(text, kPrivate);
        EXPECT_THAT(refusal(), HasSubstr("must hold one line"));
        EXPECT_THAT(refusal(), Not(HasSubstr("geheim")));
    }
    config.mail.passwordFile = folder / "missing";
    EXPECT_THAT(refusal(), HasSubstr("[mail] password_file"));
    config.mail.passwordFile = folder;
    EXPECT_THAT(refusal(), HasSubstr("cannot be read"));
}

TEST_F(MailServerTest, RefusesAHostThatIsNoneAndAnAuthorityThatIsNotThere) {
    config.mail.host = "169.254.169.254";
    EXPECT_THAT(refusal(), HasSubstr("[mail] host: "));
    config.mail.host = "a host";
    EXPECT_THAT(refusal(), HasSubstr("[mail] host: "));
    config.mail.host = "smtp.example.org";
    config.mail.authorities = folder / "missing.pem";
    EXPECT_THAT(refusal(), HasSubstr("[mail] ca: "));
}

TEST_F(MailServerTest, TrustsTheAuthoritiesOfOutboundUnlessItHasItsOwn) {
    outbound::Rules rules;
    rules.authorities = "/etc/ssl/intranet.pem";
    EXPECT_EQ(mailServer(config, rules).value().authorities, "/etc/ssl/intranet.pem");
    std::ofstream(folder / "own.pem") << "x";
    config.mail.authorities = folder / "own.pem";
    EXPECT_EQ(mailServer(config, rules).value().authorities, folder / "own.pem");
}

}  // namespace
}  // namespace tocsin::app
