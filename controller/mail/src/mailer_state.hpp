// SPDX-License-Identifier: Apache-2.0
// What the sender, the routes and those who queue mails share.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "tocsin/mail/mailer.hpp"

namespace tocsin::mail {

struct Mailer::State {
    State(store::Store& storeOf, MailSettings settingsOf)
        : store(storeOf), settings(std::move(settingsOf)) {}

    [[nodiscard]] std::filesystem::path folder() const { return settings.directory / "outbox"; }
    void wake();
    /// Has the server asked at once, however often it failed.
    void openDoor();

    /// Sends what is due; the thread's, or the test's.
    void sendDue(std::stop_token const& stop);
    void work(std::stop_token const& stop);

    store::Store& store;
    MailSettings settings;
    std::mutex mutex;  // guards the members below
    std::condition_variable_any changed;
    bool woken = false;
    std::int64_t serverFailures = 0;     ///< in a row
    std::optional<Instant> shut, opens;  ///< nobody asks the server in between
    std::jthread thread;                 // of start() and stop()

private:
    [[nodiscard]] bool isDoorOpen(Instant now);
    [[nodiscard]] std::optional<store::OutboxMail> takeDue();
    [[nodiscard]] outbound::Mail letterOf(store::OutboxMail const& mail) const;
    void noteServer(outbound::MailOutcome const& outcome);
    void settle(std::int64_t number, outbound::MailOutcome const& outcome);
    void settleLate(store::OutboxMail const& mail);
};

/// Errc::unavailable: mail is not configured.
[[nodiscard]] Result<> checkConfigured(MailSettings const& settings);

[[nodiscard]] access::Routes mailRoutes(std::shared_ptr<Mailer::State> const& state,
                                        Mailer const& mailer);

}  // namespace tocsin::mail
