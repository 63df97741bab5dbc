// SPDX-License-Identifier: Apache-2.0
// The outbox (发件箱): mails are put into it by whoever changes something that people have to know
// of, and go out one after the other; everybody who may can see what became of them.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/access/route.hpp"
#include "tocsin/outbound/mail.hpp"
#include "tocsin/store/outbox.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::mail {

/// Who gets mails of some purposes about some units. Empty lists fit all.
struct Recipients {
    std::vector<std::string> purposes, units, addresses;
};

struct MailSettings {
    std::filesystem::path directory;  ///< data directory; attachments are in "outbox"
    std::function<Instant()> now;
    std::string sender;  ///< address; empty: mail is not configured
    std::string senderName;
    std::string zone = "Asia/Shanghai";  ///< of the mails' dates
    bool chinese = true;                 ///< what the controller itself writes
    std::vector<Recipients> to;
    /// One attempt, which blocks. outbound::MailDoor::send.
    std::function<outbound::MailOutcome(outbound::Mail const&, std::stop_token)> send;
    std::int64_t diskReserveBytes = 1LL << 29;
    /// A line for the log about one that failed, and about a server that does.
    std::function<void(std::string const&)> log = [](std::string const&) {};
};

struct Message {
    /// Of at most 400 bytes: what has the same key is mailed once.
    std::string key;
    std::string purpose;  ///< a word: "filing-reminders"
    std::string unit;     ///< handle of whom it is about, and whose people see it; empty: the site
    /// 1 to 50; they see each other, and one that the server refuses refuses it for all. Whoever
    /// does not want that makes a message for each.
    std::vector<std::string> recipients;
    std::string subject;                             ///< one line
    std::string text;                                ///< plain, at most 256 KiB
    std::vector<store::MailAttachment> attachments;  ///< made by keep(); at most 20 MiB together
    std::optional<Instant> until;                    ///< not tried any more from then on
    std::string who = "controller";                  ///< principal who has it sent
};

/// Thread-safe.
///
/// Attempts are far between: a minute after the first, then 5, 15, an hour and more, and after a
/// day the mail is given up. What a server refuses for good (5xx) fails at once; a server that is
/// away, or does not let us in, is left alone for a while by all mails. A person can have each
/// tried again. A crash while a mail is sent may send it twice, with the same Message-ID.
class Mailer {
public:
    /// `store` outlives it.
    Mailer(store::Store& store, MailSettings settings);
    ~Mailer();  ///< stops

    /// Whether mails can be queued at all.
    [[nodiscard]] bool isConfigured() const;
    [[nodiscard]] bool inChinese() const;
    [[nodiscard]] std::string const& zone() const;
    /// Addresses that are configured for the purpose: of the lists that name the unit, and if there
    /// is none, of those that name no units. Each once; none if nobody is configured.
    [[nodiscard]] std::vector<std::string> recipientsFor(std::string const& purpose,
                                                         std::string const& unit) const;

    /// Keeps a file that is to be attached, until the mails that name it have gone. It is on disk
    /// when this returns; called before the change in which the mail is queued. Errc::invalid (no
    /// name, too large), Errc::exhausted, Errc::unavailable.
    [[nodiscard]] Result<store::MailAttachment> keep(std::string_view bytes,
                                                     std::string const& name,
                                                     std::string const& type) const;

    /// Inside a change, so that both stand or fall together. Its number; nothing: its key is there
    /// already, whatever became of it. Errc::unavailable (mail is not configured), Errc::invalid.
    [[nodiscard]] Result<std::optional<std::int64_t>> queue(store::Tx& tx,
                                                            Message const& message) const;
    /// Those that are not there yet, in a change of their own; how many were. The store is not
    /// written to if there are none.
    [[nodiscard]] Result<std::size_t> queueNew(std::vector<Message> const& messages) const;

    /// Once, before anything is queued: takes up what a former run left, and starts the sender.
    [[nodiscard]] Result<> start();
    void stop();
    /// Looks for mails that are due; at least every few seconds. Does not block.
    void wake();
    /// What the sender's thread does when it is woken, on the calling thread: for tests.
    void sendDue(std::stop_token const& stop);

    [[nodiscard]] access::Routes routes();

    struct State;  ///< of this room's sources only

private:
    std::shared_ptr<State> state_;
};

}  // namespace tocsin::mail
