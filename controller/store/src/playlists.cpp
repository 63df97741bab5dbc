// SPDX-License-Identifier: Apache-2.0
// Playlists: ordered lists of assets.
#include "aggregates.hpp"
#include "lists.hpp"

namespace tocsin::store {
namespace {

#define TOCSIN_PLAYLIST_COLUMNS "handle, revision, title, items, owner, retired, changed, unit"

Playlist playlistFrom(Query& row) {
    Playlist out;
    out.handle = row.text();
    out.revision = row.integer();
    out.title = row.text();
    out.items = digestsFrom(row.text());
    out.owner = row.text();
    out.retired = row.flag();
    out.changed = row.instant();
    out.unit = row.text();
    return out;
}

}  // namespace

std::vector<Playlist> SqlitePlaylists::all() const {
    std::vector<Playlist> out;
    auto query =
        connection_.query("SELECT " TOCSIN_PLAYLIST_COLUMNS " FROM playlists ORDER BY handle");
    while (query.step()) {
        out.push_back(playlistFrom(query));
    }
    return out;
}

std::optional<Playlist> SqlitePlaylists::find(std::string const& handle) const {
    auto query =
        connection_.query("SELECT " TOCSIN_PLAYLIST_COLUMNS " FROM playlists WHERE handle = ?");
    return query.with(handle).step() ? std::optional(playlistFrom(query)) : std::nullopt;
}

void SqlitePlaylists::put(Playlist const& playlist) {
    connection_
        .query("INSERT INTO playlists(" TOCSIN_PLAYLIST_COLUMNS
               ") VALUES(?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(handle) DO UPDATE SET "
               "revision = excluded.revision, title = excluded.title, items = excluded.items, "
               "owner = excluded.owner, retired = excluded.retired, changed = excluded.changed, "
               "unit = excluded.unit")
        .with(playlist.handle, playlist.revision, playlist.title, listText(playlist.items),
              playlist.owner, playlist.retired, playlist.changed, playlist.unit)
        .run();
}

}  // namespace tocsin::store
