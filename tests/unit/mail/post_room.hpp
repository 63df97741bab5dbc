// SPDX-License-Identifier: Apache-2.0
// A mailer over a fresh store, on a clock that the test moves, with a server that says what the
// test wants.
#pragma once

#include <gmock/gmock.h>
#include <unistd.h>

#include <deque>
#include <filesystem>

#include "tocsin/mail/mailer.hpp"

namespace tocsin::mail {

class PostRoom : public testing::Test {
protected:
    PostRoom() {
        std::filesystem::remove_all(directory);
        open();
    }
    ~PostRoom() override {
        mailer.reset();
        store.reset();
        std::filesystem::remove_all(directory);
    }
    void open() {
        auto opened = store::openSqliteStore(directory, [this] { return now; });
        ASSERT_TRUE(opened) << opened.error().message;
        store = std::move(*opened);
        renew();
    }
    /// A mailer of the settings as they are now.
    void renew() {
        settings.directory = directory;
        settings.now = [this] { return now; };
        settings.diskReserveBytes = 0;
        settings.log = [this](std::string const& line) { log += line + "\n"; };
        settings.send = [this](outbound::Mail const& mail, std::stop_token const&) {
            sent.push_back(mail);
            if (meanwhile) {
                meanwhile();
            }
            auto const outcome = outcomes.empty()
                                     ? outbound::MailOutcome{outbound::MailFate::sent, "250 ok"}
                                     : outcomes.front();
            if (!outcomes.empty()) {
                outcomes.pop_front();
            }
            return outcome;
        };
        mailer = std::make_unique<Mailer>(*store, settings);
    }
    [[nodiscard]] static MailSettings configured() {
        MailSettings out;
        out.sender = "led@example.org";
        out.senderName = "LED 发布平台";
        return out;
    }
    [[nodiscard]] static Message sampleMessage(std::string const& key) {
        Message out;
        out.key = key;
        out.purpose = "filing-reminders";
        out.unit = "east";
        out.recipients = {"wang@example.org"};
        out.subject = "周报";
        out.text = "请报送";
        return out;
    }
    /// Its number; 0: it was there.
    std::int64_t queue(Message const& message) {
        std::int64_t out = 0;
        auto const done = store->write(
            [&](store::Tx& tx) -> Result<> {
                auto const number = mailer->queue(tx, message);
                out = number ? number->value_or(0) : 0;
                return number ? Result<>() : number.error();
            },
            {"test", "test", "", ""});
        EXPECT_TRUE(done) << done.error().message;
        return out;
    }
    [[nodiscard]] store::OutboxMail mail(std::int64_t number) const {
        std::optional<store::OutboxMail> out;
        auto const done = store->read([&](store::Tx const& tx) -> Result<> {
            out = tx.outbox().find(number);
            return {};
        });
        EXPECT_TRUE(done && out);
        return *out;
    }
    void sendDue() { mailer->sendDue({}); }
    void later(Milliseconds duration) {
        now += duration;
        sendDue();
    }
    void says(outbound::MailFate fate, std::string const& answer) {
        outcomes.push_back({fate, answer});
    }
    [[nodiscard]] std::vector<std::string> trail() const {
        std::vector<std::string> out;
        auto const done = store->read([&](store::Tx const& tx) -> Result<> {
            for (auto const& row : tx.audit().newest(100)) {
                out.push_back(row.entry.action);
            }
            return {};
        });
        EXPECT_TRUE(done);
        return out;
    }

    std::filesystem::path directory =
        std::filesystem::path(testing::TempDir()) /
        ("tocsin-post-" + std::to_string(::getpid()) + "-" +
         testing::UnitTest::GetInstance()->current_test_info()->name());
    Instant now = parseInstant("2026-06-08T10:00:00Z").value();
    MailSettings settings = configured();
    std::deque<outbound::MailOutcome> outcomes;  ///< then: sent
    std::function<void()> meanwhile;             ///< while a mail is being sent
    std::vector<outbound::Mail> sent;
    std::string log;
    std::unique_ptr<store::Store> store;
    std::unique_ptr<Mailer> mailer;
};

}  // namespace tocsin::mail
