// SPDX-License-Identifier: Apache-2.0
// What was found in films.
#include "aggregates.hpp"
#include "asset_rows.hpp"

namespace tocsin::store {

std::optional<Examination> SqliteExaminations::find(Digest const& master) const {
    auto query = connection_.query("SELECT film, report, at FROM examinations WHERE film = ?");
    if (!query.with(master).step()) {
        return std::nullopt;
    }
    Examination out;
    out.master = query.digest();
    out.report = query.text();
    out.at = query.instant();
    return out;
}

std::optional<Asset> SqliteExaminations::next() const {
    auto query = connection_.query(
        "SELECT " TOCSIN_ASSET_COLUMNS
        " FROM assets WHERE kind = 'film' AND ready AND NOT retired AND NOT EXISTS("
        "SELECT 1 FROM examinations WHERE film = assets.master) ORDER BY added DESC, digest "
        "LIMIT 1");
    return query.step() ? std::optional(assetFrom(query)) : std::nullopt;
}

void SqliteExaminations::put(Examination const& examination) {
    connection_.query("INSERT OR REPLACE INTO examinations(film, report, at) VALUES(?, ?, ?)")
        .with(examination.master, examination.report, examination.at)
        .run();
}

}  // namespace tocsin::store
