// SPDX-License-Identifier: Apache-2.0
#include "screen_names.hpp"

#include "aggregates.hpp"

namespace tocsin::store {
namespace {

ScreenNames namesFrom(Query& row) {
    ScreenNames out;
    out.screen = row.text();
    out.unit = row.text();
    out.unitName = row.text();
    return out;
}

std::optional<ScreenNames> presentNames(Connection& connection, ScreenId const& screen) {
    auto query = connection.query(
        "SELECT s.name, s.unit, coalesce(u.name, '') FROM screens s LEFT JOIN units u ON "
        "u.handle = s.unit WHERE s.id = ?");
    return query.with(screen.str()).step() ? std::optional(namesFrom(query)) : std::nullopt;
}

std::optional<ScreenNames> keptNames(Connection& connection, std::int64_t key) {
    auto query = connection.query(
        "SELECT name, unit, unit_name FROM ledger_screen_names WHERE screen = ? "
        "ORDER BY since_ms DESC LIMIT 1");
    return query.with(key).step() ? std::optional(namesFrom(query)) : std::nullopt;
}

}  // namespace

void noteNames(Connection& connection, std::int64_t key, ScreenId const& screen, Instant now) {
    auto const present = presentNames(connection, screen);
    if (!present || present == keptNames(connection, key)) {
        return;
    }
    // Behind what is kept, though the clock was set back: the newest has to be the present one.
    connection
        .query(
            "INSERT INTO ledger_screen_names(screen, since_ms, name, unit, unit_name) "
            "VALUES(?1, max(?2, coalesce((SELECT max(since_ms) + 1 FROM ledger_screen_names "
            "WHERE screen = ?1), ?2)), ?3, ?4, ?5)")
        .with(key, now, present->screen, present->unit, present->unitName)
        .run();
}

std::optional<ScreenNames> SqliteLedger::namesOf(ScreenId const& screen, Instant until) const {
    // Those before `until` first, the newest of them first; then the others, the oldest first.
    auto query = connection_.query(
        "SELECT n.name, n.unit, n.unit_name, n.since_ms FROM ledger_screen_names n JOIN "
        "ledger_screens s ON "
        "s.key = n.screen WHERE s.id = ?1 ORDER BY n.since_ms >= ?2, "
        "CASE WHEN n.since_ms < ?2 THEN -n.since_ms ELSE n.since_ms END LIMIT 1");
    if (!query.with(screen.str(), until).step()) {
        return std::nullopt;
    }
    auto out = namesFrom(query);
    out.since = query.instant();
    return out;
}

}  // namespace tocsin::store
