// SPDX-License-Identifier: Apache-2.0
// Spare players, a row a key.
#include "aggregates.hpp"
#include "lists.hpp"

namespace tocsin::store {
namespace {

#define TOCSIN_SPARE_COLUMNS "player, screens, unit, tag, width, height, who, added"

Spare spareFrom(Query& row) {
    Spare out;
    out.player = row.maybeKey().value();
    out.screens = textsFrom(row.text());
    out.unit = row.text();
    out.tag = row.text();
    out.width = row.smallInteger();
    out.height = row.smallInteger();
    out.who = row.text();
    out.added = row.instant();
    return out;
}

}  // namespace

std::vector<Spare> SqliteSpares::all() const {
    std::vector<Spare> out;
    auto query =
        connection_.query("SELECT " TOCSIN_SPARE_COLUMNS " FROM spares ORDER BY added, player");
    while (query.step()) {
        out.push_back(spareFrom(query));
    }
    return out;
}

std::optional<Spare> SqliteSpares::find(messages::PublicKey const& player) const {
    auto query = connection_.query("SELECT " TOCSIN_SPARE_COLUMNS " FROM spares WHERE player = ?");
    query.with(player);
    return query.step() ? std::optional(spareFrom(query)) : std::nullopt;
}

void SqliteSpares::put(Spare const& spare) {
    connection_
        .query("INSERT OR REPLACE INTO spares(" TOCSIN_SPARE_COLUMNS
               ") VALUES(?, ?, ?, ?, ?, ?, ?, ?)")
        .with(spare.player, listText(spare.screens), spare.unit, spare.tag, spare.width,
              spare.height, spare.who, spare.added)
        .run();
}

void SqliteSpares::remove(messages::PublicKey const& player) {
    connection_.query("DELETE FROM spares WHERE player = ?").with(player).run();
}

#undef TOCSIN_SPARE_COLUMNS

}  // namespace tocsin::store
