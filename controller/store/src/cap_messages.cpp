// SPDX-License-Identifier: Apache-2.0
// CAP messages as they came, a row a key.
#include "warnings.hpp"

namespace tocsin::store {
namespace {

#define TOCSIN_CAP_COLUMNS \
    "sender, identifier, sent, type, verdict, came_from, who, digest, warning, arrived"

CapRecord messageFrom(Query& row) {
    CapRecord out;
    out.sender = row.text();
    out.identifier = row.text();
    out.sent = row.instant();
    out.type = row.text();
    out.verdict = row.text();
    out.from = row.text();
    out.who = row.text();
    out.digest = row.digest();
    out.warning = row.text();
    out.arrived = row.instant();
    return out;
}

}  // namespace

std::optional<CapRecord> SqliteWarnings::findCap(std::string const& sender,
                                                 std::string const& identifier,
                                                 Instant sent) const {
    auto query = connection_.query(
        "SELECT " TOCSIN_CAP_COLUMNS
        ", xml FROM cap_messages WHERE sender = ? AND identifier = ? AND sent = ?");
    if (!query.with(sender, identifier, sent).step()) {
        return std::nullopt;
    }
    auto out = messageFrom(query);
    out.xml = query.text();
    return out;
}

std::vector<CapRecord> SqliteWarnings::capsSince(Instant t) const {
    std::vector<CapRecord> out;
    auto query = connection_.query("SELECT " TOCSIN_CAP_COLUMNS
                                   " FROM cap_messages WHERE arrived >= ? "
                                   "ORDER BY arrived, sender, identifier, sent");
    query.with(t);
    while (query.step()) {
        out.push_back(messageFrom(query));
    }
    return out;
}

void SqliteWarnings::putCap(CapRecord const& message) {
    connection_
        .query("INSERT OR REPLACE INTO cap_messages(" TOCSIN_CAP_COLUMNS
               ", xml) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .with(message.sender, message.identifier, message.sent, message.type, message.verdict,
              message.from, message.who, message.digest, message.warning, message.arrived,
              message.xml)
        .run();
}

#undef TOCSIN_CAP_COLUMNS

}  // namespace tocsin::store
