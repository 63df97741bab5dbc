// SPDX-License-Identifier: Apache-2.0
// The audit trail. The database itself refuses to change or remove its rows.
#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "aggregates.hpp"
#include "audit_table.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/store/audit_chain.hpp"

namespace tocsin::store {
namespace {

// A row that somebody put in by hand may have no digest: it is read as one of zeros, which is never
// right, so that the check finds it and the trail goes on behind it.
#define TOCSIN_AUDIT_ROWS                                                                          \
    "SELECT number, at_ms, who, action, subject, detail, CASE WHEN length(chain) = 32 THEN chain " \
    "ELSE zeroblob(32) END FROM audit WHERE number > ?1 AND "                                      \
    "number < ?2 AND (?3 = '' OR who = ?3) AND (?4 = '' OR action = ?4 OR (substr(?4, -1) = '.' "  \
    "AND substr(action, 1, length(?4)) = ?4)) AND (?5 = '' OR subject = ?5) ORDER BY number "
constexpr char kOldestFirst[] = TOCSIN_AUDIT_ROWS "ASC LIMIT ?6";
constexpr char kNewestFirst[] = TOCSIN_AUDIT_ROWS "DESC LIMIT ?6";

AuditRow rowFrom(Query& query) {
    AuditRow row;
    row.number = query.integer();
    row.at = query.instant();
    row.entry.who = query.text();
    row.entry.action = query.text();
    row.entry.subject = query.text();
    row.entry.detail = query.text();
    row.chain = query.digest();
    return row;
}

/// What the database does to whoever wants to change or remove a row.
struct Trigger {
    char const* name;
    char const* sql;
};
constexpr std::array<Trigger, 2> kTriggers{
    {{"audit_stays",
      "CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN "
      "SELECT raise(ABORT, 'rows of the audit trail are never changed'); END"},
     {"audit_keeps",
      "CREATE TRIGGER audit_keeps BEFORE DELETE ON audit BEGIN "
      "SELECT raise(ABORT, 'rows of the audit trail are never removed'); END"}}};

/// One that says something else under the same name guards nothing.
bool stands(Connection& connection, Trigger const& trigger) {
    auto query = connection.query(
        "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit' AND "
        "name = ? AND sql = ?");
    return query.with(trigger.name, trigger.sql).step() && query.integer() == 1;
}

/// The number that the last row was given, even if somebody has removed it. What somebody moved by
/// hand beyond that counts too, or the next number would be taken already; numbers that no trail
/// reaches do not, or there would be none after them.
std::int64_t lastNumberIn(Connection& connection) {
    auto query = connection.query(
        "SELECT max(coalesce((SELECT max(number) FROM audit WHERE number < (1 << 60)), 0), "
        "coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'audit' AND seq < (1 << 60)), "
        "0))");
    return query.step() ? query.integer() : 0;
}

}  // namespace

Digest chained(Digest const& before, AuditRow const& row) {
    std::string bytes(before.bytes.begin(), before.bytes.end());
    bytes += boost::json::serialize(boost::json::array{row.number, toMillis(row.at), row.entry.who,
                                                       row.entry.action, row.entry.subject,
                                                       row.entry.detail});
    return messages::sha256(bytes);
}

void chainOldRows(Connection& connection) {
    Digest chain{};
    for (std::int64_t number = 0;;) {
        AuditRow row;
        {
            auto query = connection.query(
                "SELECT number, at_ms, who, action, subject, detail FROM audit WHERE number > ? "
                "ORDER BY number LIMIT 1");
            if (!query.with(number).step()) {
                break;
            }
            row.number = query.integer();
            row.at = query.instant();
            row.entry = {query.text(), query.text(), query.text(), query.text()};
        }
        number = row.number;
        chain = chained(chain, row);
        connection.query("UPDATE audit SET chain = ? WHERE number = ?").with(chain, number).run();
    }
    for (auto const& trigger : kTriggers) {
        connection.execute(trigger.sql);
    }
}

std::string guardTrail(Connection& connection, Instant now) {
    std::string gone;
    for (auto const& trigger : kTriggers) {
        if (!stands(connection, trigger)) {
            gone += (gone.empty() ? "" : ", ") + std::string(trigger.name);
        }
    }
    if (gone.empty()) {
        return gone;
    }
    connection.execute("BEGIN IMMEDIATE");
    try {
        for (auto const& trigger : kTriggers) {
            connection.execute(std::string("DROP TRIGGER IF EXISTS ") + trigger.name);
            connection.execute(trigger.sql);
        }
        SqliteAuditTrail(connection)
            .append(
                {"controller", "audit.unguarded", "audit",
                 "triggers that keep rows from being changed and removed were gone, and are made "
                 "again: " +
                     gone},
                now);
        connection.execute("COMMIT");
    } catch (...) {
        connection.rollBack();
        throw;
    }
    return gone;
}

std::vector<AuditRow> SqliteAuditTrail::newest(std::size_t most) const {
    AuditQuery query;
    query.newestFirst = true;
    query.most = most;
    return rows(query);
}

std::vector<AuditRow> SqliteAuditTrail::rows(AuditQuery const& asked) const {
    constexpr std::int64_t kNoEnd = INT64_MAX;
    std::vector<AuditRow> out;
    auto query = connection_.query(asked.newestFirst ? kNewestFirst : kOldestFirst);
    query.with(asked.after, asked.before > 0 ? asked.before : kNoEnd, asked.who, asked.action,
               asked.subject, std::min<std::size_t>(asked.most, 1'000'000));
    while (query.step()) {
        out.push_back(rowFrom(query));
    }
    return out;
}

std::int64_t SqliteAuditTrail::lastNumber() const {
    return lastNumberIn(connection_);
}

void SqliteAuditTrail::append(AuditEntry const& entry, Instant at) {
    AuditRow row;
    row.number = lastNumberIn(connection_) + 1;
    row.at = at;
    row.entry = entry;
    auto const last = newest(1);
    row.chain = chained(last.empty() ? Digest{} : last.front().chain, row);
    connection_
        .query(
            "INSERT INTO audit(number, at_ms, who, action, subject, detail, chain) "
            "VALUES(?, ?, ?, ?, ?, ?, ?)")
        .with(row.number, at, entry.who, entry.action, entry.subject, entry.detail, row.chain)
        .run();
}

}  // namespace tocsin::store
