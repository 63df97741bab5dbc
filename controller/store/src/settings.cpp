// SPDX-License-Identifier: Apache-2.0
// The audit trail and the installation's small facts.
#include <algorithm>

#include "aggregates.hpp"

namespace tocsin::store {

std::vector<AuditRow> SqliteAuditTrail::newest(std::size_t most) const {
    std::vector<AuditRow> out;
    auto query = connection_.query(
        "SELECT number, at_ms, who, action, subject, detail FROM audit ORDER BY number DESC "
        "LIMIT ?");
    query.with(std::min<std::size_t>(most, 1'000'000));
    while (query.step()) {
        AuditRow row;
        row.number = query.integer();
        row.at = query.instant();
        row.entry.who = query.text();
        row.entry.action = query.text();
        row.entry.subject = query.text();
        row.entry.detail = query.text();
        out.push_back(std::move(row));
    }
    return out;
}

void SqliteAuditTrail::append(AuditEntry const& entry, Instant at) {
    connection_
        .query("INSERT INTO audit(at_ms, who, action, subject, detail) VALUES(?, ?, ?, ?, ?)")
        .with(at, entry.who, entry.action, entry.subject, entry.detail)
        .run();
}

std::optional<std::string> SqliteSettings::get(std::string const& key) const {
    auto query = connection_.query("SELECT value FROM settings WHERE key = ?");
    return query.with(key).step() ? std::optional(query.text()) : std::nullopt;
}

void SqliteSettings::put(std::string const& key, std::string const& value) {
    connection_
        .query(
            "INSERT INTO settings(key, value) VALUES(?, ?) "
            "ON CONFLICT(key) DO UPDATE SET value = excluded.value")
        .with(key, value)
        .run();
}

}  // namespace tocsin::store
