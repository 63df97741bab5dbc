// SPDX-License-Identifier: Apache-2.0
// Bindings of players to screens: one row each, an open end while it holds.
#include "aggregates.hpp"

namespace tocsin::store {

std::vector<Binding> SqliteBindings::of(messages::PublicKey const& player) const {
    std::vector<Binding> out;
    auto query = connection_.query(
        "SELECT screen, from_ms, to_ms FROM bindings WHERE player = ? ORDER BY from_ms, key");
    query.with(player);
    while (query.step()) {
        Binding binding;
        binding.screen = ScreenId(query.text());
        binding.from = query.instant();
        binding.to = query.maybeInstant();
        out.push_back(std::move(binding));
    }
    return out;
}

void SqliteBindings::begin(messages::PublicKey const& player, ScreenId const& screen, Instant at) {
    // The clock may have been set back meanwhile; a binding never ends before it began.
    connection_
        .query(
            "UPDATE bindings SET to_ms = max(from_ms, ?1) WHERE to_ms IS NULL "
            "AND (player = ?2 OR screen = ?3) AND NOT (player = ?2 AND screen = ?3)")
        .with(at, player, screen.str())
        .run();
    connection_
        .query(
            "INSERT INTO bindings(player, screen, from_ms) SELECT ?2, ?3, ?1 WHERE NOT EXISTS "
            "(SELECT 1 FROM bindings WHERE to_ms IS NULL AND player = ?2 AND screen = ?3)")
        .with(at, player, screen.str())
        .run();
}

void SqliteBindings::end(ScreenId const& screen, Instant at) {
    connection_
        .query("UPDATE bindings SET to_ms = max(from_ms, ?) WHERE to_ms IS NULL AND screen = ?")
        .with(at, screen.str())
        .run();
}

}  // namespace tocsin::store
