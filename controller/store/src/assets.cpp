// SPDX-License-Identifier: Apache-2.0
// Assets: never deleted, only retired.
#include "aggregates.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::store {
namespace {

#define TOCSIN_ASSET_COLUMNS                                                                     \
    "digest, master, rendition, handle, title, kind, bytes, duration_ms, codec, width, height, " \
    "sound, retired, added, category, usable_from, usable_until, fit"

playlists::AssetKind kindFrom(std::string const& name) {
    auto const kind = playlists::parseKind(name);
    if (!kind) {
        throw Failure({Errc::damaged,
                       "the database is damaged: " + kind.error().message + "; restore a backup"});
    }
    return *kind;
}

/// A day is text like 2026-06-01, so that it is no instant of some zone.
std::optional<std::string> textFrom(std::optional<playlists::LocalDay> day) {
    return day ? std::optional(playlists::toString(*day)) : std::nullopt;
}

std::optional<playlists::LocalDay> dayFrom(std::optional<std::string> const& text) {
    if (!text) {
        return std::nullopt;
    }
    auto const day = playlists::parseDate(*text);
    if (!day) {
        throw Failure({Errc::damaged,
                       "the database is damaged: " + day.error().message + "; restore a backup"});
    }
    return *day;
}

std::optional<std::string> textFrom(std::optional<Fit> fit) {
    return fit ? std::optional(std::string(toString(*fit))) : std::nullopt;
}

std::optional<Fit> fitFrom(std::optional<std::string> const& text) {
    auto const fit = text ? fitNamed(*text) : std::nullopt;
    if (text && !fit) {
        throw Failure({Errc::damaged, "the database is damaged: an asset's fit is \"" + *text +
                                          "\"; restore a backup"});
    }
    return fit;
}

Asset assetFrom(Query& row) {
    Asset asset;
    asset.content.asset = row.digest();
    asset.content.master = row.digest();
    asset.content.rendition = row.digest();
    asset.handle = row.text();
    asset.title = row.text();
    asset.kind = kindFrom(row.text());
    asset.bytes = row.integer();
    asset.duration = Milliseconds(row.integer());
    asset.codec = row.text();
    asset.width = row.smallInteger();
    asset.height = row.smallInteger();
    asset.sound = row.flag();
    asset.retired = row.flag();
    asset.added = row.instant();
    asset.category = row.text();
    asset.usableFrom = dayFrom(row.maybeText());
    asset.usableUntil = dayFrom(row.maybeText());
    asset.fit = fitFrom(row.maybeText());
    return asset;
}

template <class Key>
std::optional<Asset> findOne(Connection& connection, char const* sql, Key const& key) {
    auto query = connection.query(sql);
    return query.with(key).step() ? std::optional(assetFrom(query)) : std::nullopt;
}

}  // namespace

std::vector<Asset> SqliteAssets::all() const {
    std::vector<Asset> out;
    auto query = connection_.query("SELECT " TOCSIN_ASSET_COLUMNS " FROM assets ORDER BY handle");
    while (query.step()) {
        out.push_back(assetFrom(query));
    }
    return out;
}

std::optional<Asset> SqliteAssets::find(Digest const& asset) const {
    return findOne(connection_, "SELECT " TOCSIN_ASSET_COLUMNS " FROM assets WHERE digest = ?",
                   asset);
}

std::optional<Asset> SqliteAssets::findByHandle(std::string const& handle) const {
    return findOne(connection_, "SELECT " TOCSIN_ASSET_COLUMNS " FROM assets WHERE handle = ?",
                   handle);
}

std::optional<Asset> SqliteAssets::findByRendition(Digest const& rendition) const {
    return findOne(connection_,
                   "SELECT " TOCSIN_ASSET_COLUMNS
                   " FROM assets WHERE rendition = ? ORDER BY digest LIMIT 1",
                   rendition);
}

void SqliteAssets::put(Asset const& asset) {
    connection_
        .query("INSERT INTO assets(" TOCSIN_ASSET_COLUMNS
               ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
               "ON CONFLICT(digest) DO UPDATE SET master = excluded.master, "
               "rendition = excluded.rendition, handle = excluded.handle, title = excluded.title, "
               "kind = excluded.kind, bytes = excluded.bytes, duration_ms = excluded.duration_ms, "
               "codec = excluded.codec, width = excluded.width, height = excluded.height, "
               "sound = excluded.sound, retired = excluded.retired, added = excluded.added, "
               "category = excluded.category, usable_from = excluded.usable_from, "
               "usable_until = excluded.usable_until, fit = excluded.fit")
        .with(asset.content.asset, asset.content.master, asset.content.rendition, asset.handle,
              asset.title, playlists::toString(asset.kind), asset.bytes, asset.duration,
              asset.codec, asset.width, asset.height, asset.sound, asset.retired, asset.added,
              asset.category, textFrom(asset.usableFrom), textFrom(asset.usableUntil),
              textFrom(asset.fit))
        .run();
}

}  // namespace tocsin::store
