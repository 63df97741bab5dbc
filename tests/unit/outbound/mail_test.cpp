// SPDX-License-Identifier: Apache-2.0
// Mails over loopback: what the server gets, and whose fault it is if it does not take one.
#include "tocsin/outbound/mail.hpp"

#include <gmock/gmock.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "names.hpp"
#include "support/smtp_server.hpp"
#include "tocsin/tls/issue.hpp"

namespace tocsin::outbound {
namespace {

using test::kBreaks;
using test::kSilence;
using test::SmtpManner;
using test::SmtpServer;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

Instant today() {
    return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

Mail sampleMail() {
    Mail mail;
    mail.from = "led@example.org";
    mail.fromName = "LED 发布平台";
    mail.to = {"wang@example.org", "li@example.org"};
    mail.subject = "周报\r\nBcc: spy@example.net";
    mail.text = "第一行\n.\nlast line";
    mail.id = "4711@example.org";
    mail.date = parseInstant("2026-06-01T00:00:00Z").value();
    mail.offset = std::chrono::hours(8);
    return mail;
}

/// An authority, and a server with a certificate of it.
class MailHouse {
public:
    explicit MailHouse(std::string const& name = "mail.example") {
        auto const server = tls::issueServer(authority, {{}, {name}}, today()).value();
        use(server.certificate, [this](BIO* bio) {
            auto* const certificate = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr);
            EXPECT_EQ(SSL_CTX_use_certificate(context.get(), certificate), 1);
            X509_free(certificate);
        });
        use(server.key, [this](BIO* bio) {
            auto* const key = PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr);
            EXPECT_EQ(SSL_CTX_use_PrivateKey(context.get(), key), 1);
            EVP_PKEY_free(key);
        });
    }
    tls::Issued authority = tls::makeAuthority("Test authority", today());
    std::shared_ptr<SSL_CTX> context{SSL_CTX_new(TLS_server_method()), SSL_CTX_free};

private:
    template <class Read>
    static void use(std::string const& pem, Read const& read) {
        auto* const bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
        read(bio);
        BIO_free(bio);
    }
};

class MailDoorTest : public testing::Test {
protected:
    MailDoorTest() {
        std::filesystem::create_directories(folder);
        std::ofstream(folder / "ca.pem") << house.authority.certificate;
        resolver.answer("mail.example", {{"127.0.0.1"}});
    }
    ~MailDoorTest() override { std::filesystem::remove_all(folder); }

    /// Of a server on loopback that a name leads to.
    [[nodiscard]] MailServer at(SmtpServer const& server, MailSecurity security) const {
        MailServer out;
        out.host = "mail.example";
        out.port = static_cast<std::uint16_t>(server.port());
        out.security = security;
        out.networks = {Network::parse("127.0.0.1").value()};
        out.authorities = folder / "ca.pem";
        return out;
    }
    MailOutcome send(MailServer const& server, Mail const& mail = sampleMail(),
                     MailLimits const& limits = {}) {
        return MailDoor(server, resolver).send(mail, limits, {});
    }
    /// What becomes of a mail at a server that answers `command` like this.
    MailOutcome outcomeOf(std::string const& command, std::string const& answer) {
        SmtpManner manner;
        manner.answer = [=](std::string const& said) {
            return said.starts_with(command) ? answer : "";
        };
        SmtpServer const server(std::move(manner));
        return send(at(server, MailSecurity::none));
    }

    std::filesystem::path folder =
        std::filesystem::path(testing::TempDir()) / ("tocsin-mail-" + std::to_string(::getpid()));
    MailHouse const house{};
    FakeResolver resolver;
};

TEST_F(MailDoorTest, HandsOverHeadersTextAndFilesAsTheyAre) {
    std::ofstream(folder / "file") << "PK\x03\x04";
    auto mail = sampleMail();
    mail.files = {{"周报.docx", "application/zip", folder / "file"}};
    SmtpServer const server;
    auto const sent = send(at(server, MailSecurity::none), mail);
    ASSERT_EQ(sent.fate, MailFate::sent) << sent.answer;
    EXPECT_EQ(sent.answer, "250 2.0.0 queued as 4711");
    ASSERT_EQ(server.mails().size(), 1U);
    auto const taken = server.mails().front();
    EXPECT_EQ(taken.from, "led@example.org");
    EXPECT_THAT(taken.to, ElementsAre("wang@example.org", "li@example.org"));
    EXPECT_EQ(taken.header("Date"), "Mon, 01 Jun 2026 08:00:00 +0800");
    EXPECT_EQ(taken.header("Message-ID"), "<4711@example.org>");
    EXPECT_EQ(taken.header("To"), "<wang@example.org>, <li@example.org>");
    EXPECT_EQ(taken.header("From"), "=?UTF-8?B?TEVEIOWPkeW4g+W5s+WPsA==?= <led@example.org>");
    EXPECT_THAT(taken.header("Subject"), StartsWith("=?UTF-8?B?"));
    EXPECT_EQ(taken.header("Bcc"), "");
    EXPECT_THAT(taken.data, Not(HasSubstr("spy@")));
    EXPECT_THAT(taken.data, HasSubstr("56ys5LiA6KGMDQouDQpsYXN0IGxpbmUNCg=="));
    EXPECT_THAT(taken.data, HasSubstr("filename*=UTF-8''%E5%91%A8%E6%8A%A5.docx"));
    EXPECT_THAT(taken.data, HasSubstr("UEsDBA=="));
    EXPECT_THAT(taken.data, Not(HasSubstr(folder.string()))) << "no path of this machine goes out";
}

TEST_F(MailDoorTest, SpeaksTlsBeforeItSignsIn) {
    SmtpManner manner;
    manner.tls = house.context;
    manner.account = "led";
    manner.password = "geheim-42";
    for (auto const security : {MailSecurity::startTls, MailSecurity::tls}) {
        manner.tlsAtOnce = security == MailSecurity::tls;
        SmtpServer const server(manner);
        auto with = at(server, security);
        with.account = "led";
        with.password = "geheim-42";
        auto const sent = send(with);
        ASSERT_EQ(sent.fate, MailFate::sent) << sent.answer;
        EXPECT_TRUE(server.mails().front().encrypted);
        EXPECT_EQ(server.mails().front().account, "led");
    }
}

TEST_F(MailDoorTest, SaysNothingToAServerWithoutTls) {
    SmtpServer const server;
    auto with = at(server, MailSecurity::startTls);
    with.account = "led";
    with.password = "geheim-42";
    auto const sent = send(with);
    EXPECT_EQ(sent.fate, MailFate::noServer);
    EXPECT_THAT(sent.answer, HasSubstr("offers no STARTTLS"));
    EXPECT_THAT(server.commands(), Not(Contains(StartsWith("AUTH"))));
    EXPECT_THAT(server.commands(), Not(Contains(StartsWith("MAIL"))));
}

TEST_F(MailDoorTest, SaysNothingToAServerThatNobodyVouchesFor) {
    MailHouse const other;
    SmtpManner manner;
    manner.tls = other.context;
    SmtpServer const server(manner);
    auto const sent = send(at(server, MailSecurity::startTls));
    EXPECT_EQ(sent.fate, MailFate::noServer);
    EXPECT_THAT(sent.answer, HasSubstr("ca under [mail]"));
    EXPECT_THAT(server.commands(), Not(Contains(StartsWith("MAIL"))));
}

TEST_F(MailDoorTest, AWrongPasswordIsNoFaultOfTheMailAndIsNotRepeated) {
    SmtpManner manner;
    manner.account = "led";
    manner.password = "right";
    manner.answer = [](std::string const& said) {
        return said == "AUTH" ? "535 5.7.8 no such pair led geheim-42" : "";
    };
    SmtpServer const server(manner);
    auto with = at(server, MailSecurity::none);
    with.account = "led";
    with.password = "geheim-42";
    auto const sent = send(with);
    EXPECT_EQ(sent.fate, MailFate::noServer);
    EXPECT_THAT(sent.answer, HasSubstr("does not take the account"));
    EXPECT_THAT(sent.answer, Not(HasSubstr("geheim")));
}

TEST_F(MailDoorTest, FiveHundredRefusesTheMailAndFourHundredPutsItOff) {
    EXPECT_EQ(outcomeOf("MAIL", "550 5.7.1 no").fate, MailFate::refused);
    auto const nobody = outcomeOf("RCPT TO:<li@", "550 5.1.1 <li@example.org>: unknown user");
    EXPECT_EQ(nobody.fate, MailFate::refused);
    EXPECT_EQ(nobody.answer, "550 5.1.1 <li@example.org>: unknown user");
    EXPECT_EQ(outcomeOf("DATA", "554 5.5.1 no").fate, MailFate::refused);
    auto const spam = outcomeOf(".", "554-5.7.1 looks like\r\n554 5.7.1 spam");
    EXPECT_EQ(spam.fate, MailFate::refused);
    EXPECT_EQ(spam.answer, "554-5.7.1 looks like 5.7.1 spam");
    EXPECT_EQ(outcomeOf("RCPT", "450 4.2.0 greylisted").fate, MailFate::later);
    EXPECT_EQ(outcomeOf(".", "452 4.3.1 full").fate, MailFate::later);
}

TEST_F(MailDoorTest, WhatIsWrongWithTheServerIsNotTheMailsFault) {
    EXPECT_EQ(outcomeOf("CONNECT", "554 no mail here").fate, MailFate::noServer);
    EXPECT_EQ(outcomeOf("MAIL", "421 4.3.2 going down").fate, MailFate::noServer);
    EXPECT_EQ(outcomeOf("MAIL", "530 5.7.0 sign in first").fate, MailFate::noServer);
    EXPECT_EQ(outcomeOf("BODY", kBreaks).fate, MailFate::noServer);
    EXPECT_EQ(outcomeOf(".", kBreaks).fate, MailFate::noServer);
    EXPECT_EQ(outcomeOf("EHLO", kBreaks).fate, MailFate::noServer);
    MailServer nobody;
    nobody.host = "nowhere.example";
    EXPECT_EQ(send(nobody).fate, MailFate::noServer);
}

TEST_F(MailDoorTest, ASilentServerIsGivenUp) {
    SmtpManner manner;
    manner.answer = [](std::string const& said) {
        return said.starts_with("MAIL") ? kSilence : "";
    };
    SmtpServer const server(std::move(manner));
    MailLimits limits;
    limits.whole = Milliseconds(300);
    auto const sent = send(at(server, MailSecurity::none), sampleMail(), limits);
    EXPECT_EQ(sent.fate, MailFate::noServer);
    EXPECT_THAT(sent.answer, HasSubstr("took too long"));
}

TEST_F(MailDoorTest, AStopEndsAnAttemptAtOnce) {
    std::stop_source stop;
    SmtpManner manner;
    manner.answer = [&stop](std::string const& said) {
        if (said.starts_with("MAIL")) {
            stop.request_stop();
            return kSilence;
        }
        return "";
    };
    SmtpServer const server(std::move(manner));
    auto const with = at(server, MailSecurity::none);
    EXPECT_EQ(MailDoor(with, resolver).send(sampleMail(), {}, stop.get_token()).fate,
              MailFate::stopped);
}

TEST_F(MailDoorTest, APrivateAddressHasToBeNamed) {
    SmtpServer const server;
    auto with = at(server, MailSecurity::none);
    with.networks.clear();
    auto const sent = send(with);
    EXPECT_EQ(sent.fate, MailFate::noServer);
    EXPECT_THAT(sent.answer, HasSubstr("private = [\"127.0.0.1\"]"));
    EXPECT_EQ(server.connections(), 0);
    with.host = "127.0.0.1";
    EXPECT_EQ(send(with).fate, MailFate::sent) << "who writes the address means it";
    with.host = "169.254.169.254";
    EXPECT_FALSE(MailDoor(with, resolver).check());
}

TEST_F(MailDoorTest, AMailThatIsNoneIsRefusedBeforeAnybodyIsAsked) {
    SmtpServer const server;
    auto mail = sampleMail();
    mail.to = {"a@b>\r\nDATA"};
    EXPECT_EQ(send(at(server, MailSecurity::none), mail).fate, MailFate::refused);
    mail = sampleMail();
    mail.files = {{"a.pdf", "application/pdf", folder / "missing"}};
    auto const sent = send(at(server, MailSecurity::none), mail);
    EXPECT_EQ(sent.fate, MailFate::refused);
    EXPECT_THAT(sent.answer, HasSubstr("\"a.pdf\" cannot be read"));
    EXPECT_EQ(server.connections(), 0);
}

}  // namespace
}  // namespace tocsin::outbound
