// SPDX-License-Identifier: Apache-2.0
// The outbox (发件箱): mails as they wait, are sent or fail, each attempt with what the server
// said. None is ever removed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::store {

enum class MailState {
    queued,    ///< 待发
    sending,   ///< 发送中; after a crash it may have gone out
    sent,      ///< 已发送: the server has taken it
    failed,    ///< 被拒收: the server will not take it
    givenUp,   ///< 已放弃: not sent in its time
    cancelled  ///< 已取消, by a person
};
[[nodiscard]] std::string_view toString(MailState state);
[[nodiscard]] std::optional<MailState> mailStateFrom(std::string_view word);

/// A file in <data>/outbox, by its digest.
struct MailAttachment {
    Digest digest;
    std::string name;  ///< as the receiver sees it
    std::string type;  ///< "application/pdf"
    std::int64_t bytes = 0;
    bool operator==(MailAttachment const&) const = default;
};

struct MailAttempt {
    Instant at;
    std::string outcome;  ///< "sent", "refused", "later", "no-server", "interrupted"
    std::string answer;   ///< the server's words, or what is wrong
    bool operator==(MailAttempt const&) const = default;
};

struct OutboxMail {
    std::int64_t number = 0;  ///< from 1; given by the store if 0
    std::string key;          ///< unique: the same thing is mailed once
    std::string messageId;    ///< without brackets; the same for every attempt
    std::string purpose;      ///< "filing-reminders"
    std::string unit;         ///< handle of whom it is about; empty: the whole site
    std::vector<std::string> recipients;
    std::string subject, text;
    std::vector<MailAttachment> attachments;
    MailState state = MailState::queued;
    std::vector<MailAttempt> attempts;  ///< the newest 50, the oldest first
    std::int64_t tries = 0;             ///< since it was queued, or a person had it tried again
    Instant created;
    Instant next;                  ///< queued: not tried before
    std::optional<Instant> until;  ///< given up then: it would help nobody any more
    std::string who;  ///< principal who had it made; "controller" of what comes by itself
    bool operator==(OutboxMail const&) const = default;
};

struct OutboxQuery {
    std::optional<MailState> state{};
    std::string purpose{};                 ///< empty: any
    std::optional<std::int64_t> before{};  ///< only smaller numbers
    std::size_t most = 100;
};

class Outbox {
public:
    virtual ~Outbox() = default;
    /// The newest first.
    [[nodiscard]] virtual std::vector<OutboxMail> list(OutboxQuery const& query) const = 0;
    [[nodiscard]] virtual std::optional<OutboxMail> find(std::int64_t number) const = 0;
    [[nodiscard]] virtual std::optional<OutboxMail> findByKey(std::string const& key) const = 0;
    /// The queued one that is due first.
    [[nodiscard]] virtual std::optional<OutboxMail> next() const = 0;
    /// How many are in each state; those with none are left out.
    [[nodiscard]] virtual std::vector<std::pair<MailState, std::int64_t>> counts() const = 0;
    /// Files that mails name which may still be sent.
    [[nodiscard]] virtual std::vector<Digest> files() const = 0;
    /// Adds (number 0; Failure for a key that is there) or replaces; as it is stored.
    virtual OutboxMail put(OutboxMail mail) = 0;
};

}  // namespace tocsin::store
