// SPDX-License-Identifier: Apache-2.0
// The outbox over SQLite.
#pragma once

#include "connection.hpp"
#include "tocsin/store/outbox.hpp"

namespace tocsin::store {

/// The migration that brings its table.
inline constexpr char kOutbox[] = R"sql(
CREATE TABLE outbox(
    number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, message_id TEXT NOT NULL,
    purpose TEXT NOT NULL, unit TEXT NOT NULL, recipients TEXT NOT NULL, subject TEXT NOT NULL,
    body TEXT NOT NULL, attachments TEXT NOT NULL, state TEXT NOT NULL, attempts TEXT NOT NULL,
    tries INTEGER NOT NULL, created INTEGER NOT NULL, next INTEGER NOT NULL, until INTEGER,
    who TEXT NOT NULL);
CREATE INDEX outbox_by_state ON outbox(state, next);
CREATE TRIGGER outbox_remains BEFORE DELETE ON outbox
    BEGIN SELECT raise(ABORT, 'a mail is never removed'); END;
)sql";

class SqliteOutbox final : public Outbox {
public:
    explicit SqliteOutbox(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<OutboxMail> list(OutboxQuery const& query) const override;
    [[nodiscard]] std::optional<OutboxMail> find(std::int64_t number) const override;
    [[nodiscard]] std::optional<OutboxMail> findByKey(std::string const& key) const override;
    [[nodiscard]] std::optional<OutboxMail> next() const override;
    [[nodiscard]] std::vector<std::pair<MailState, std::int64_t>> counts() const override;
    [[nodiscard]] std::vector<Digest> files() const override;
    OutboxMail put(OutboxMail mail) override;

private:
    Connection& connection_;
};

}  // namespace tocsin::store
