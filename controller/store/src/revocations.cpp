// SPDX-License-Identifier: Apache-2.0
// Keys of players that are not believed any more, a row a key.
#include "aggregates.hpp"

namespace tocsin::store {
namespace {

Revocation revocationFrom(Query& row) {
    Revocation out;
    out.player = row.maybeKey().value();
    out.screen = ScreenId(row.text());
    out.at = row.instant();
    out.who = row.text();
    out.reason = row.text();
    return out;
}

}  // namespace

std::optional<Revocation> SqliteRevocations::find(messages::PublicKey const& player) const {
    auto query = connection_.query(
        "SELECT player, screen, at_ms, who, reason FROM revocations WHERE player = ?");
    query.with(player);
    return query.step() ? std::optional(revocationFrom(query)) : std::nullopt;
}

std::optional<Revocation> SqliteRevocations::newestOf(ScreenId const& screen) const {
    auto query = connection_.query(
        "SELECT player, screen, at_ms, who, reason FROM revocations WHERE screen = ? "
        "ORDER BY at_ms DESC LIMIT 1");
    query.with(screen.str());
    return query.step() ? std::optional(revocationFrom(query)) : std::nullopt;
}

void SqliteRevocations::put(Revocation const& revocation) {
    connection_
        .query(
            "INSERT OR REPLACE INTO revocations(player, screen, at_ms, who, reason) "
            "VALUES(?1, ?2, max(?3, coalesce((SELECT max(b.received) FROM ledger_batches b JOIN "
            "ledger_players p ON p.key = b.player WHERE p.public_key = ?1), ?3)), ?4, ?5)")
        .with(revocation.player, revocation.screen.str(), revocation.at, revocation.who,
              revocation.reason)
        .run();
}

}  // namespace tocsin::store
