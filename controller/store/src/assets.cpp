// SPDX-License-Identifier: Apache-2.0
// Assets: their records are never deleted.
#include <algorithm>

#include "aggregates.hpp"
#include "asset_rows.hpp"
#include "lists.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::store {
namespace {

/// A day is text like 2026-06-01, so that it is no instant of some zone.
std::optional<std::string> textFrom(std::optional<playlists::LocalDay> day) {
    return day ? std::optional(playlists::toString(*day)) : std::nullopt;
}

std::optional<std::string> textFrom(std::optional<Fit> fit) {
    return fit ? std::optional(std::string(toString(*fit))) : std::nullopt;
}

template <class Key>
std::optional<Asset> findOne(Connection& connection, char const* sql, Key const& key) {
    auto query = connection.query(sql);
    return query.with(key).step() ? std::optional(assetFrom(query)) : std::nullopt;
}

}  // namespace

std::optional<playlists::LocalDay> lastDay(Asset const& asset) {
    if (asset.usableUntil && asset.licenceUntil) {
        return std::min(*asset.usableUntil, *asset.licenceUntil);
    }
    return asset.usableUntil ? asset.usableUntil : asset.licenceUntil;
}

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
               ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
               "?, ?, ?, ?, ?, ?) "
               "ON CONFLICT(digest) DO UPDATE SET master = excluded.master, "
               "rendition = excluded.rendition, handle = excluded.handle, title = excluded.title, "
               "kind = excluded.kind, bytes = excluded.bytes, duration_ms = excluded.duration_ms, "
               "codec = excluded.codec, width = excluded.width, height = excluded.height, "
               "sound = excluded.sound, retired = excluded.retired, added = excluded.added, "
               "category = excluded.category, usable_from = excluded.usable_from, "
               "usable_until = excluded.usable_until, fit = excluded.fit, "
               "brought_as = excluded.brought_as, description = excluded.description, "
               "tags = excluded.tags, folder = excluded.folder, owner = excluded.owner, "
               "licence = excluded.licence, licence_until = excluded.licence_until, "
               "deleted = excluded.deleted, upload_bytes = excluded.upload_bytes, "
               "ready = excluded.ready, rate_num = excluded.rate_num, "
               "rate_den = excluded.rate_den")
        .with(asset.content.asset, asset.content.master, asset.content.rendition, asset.handle,
              asset.title, playlists::toString(asset.kind), asset.bytes, asset.duration,
              asset.codec, asset.width, asset.height, asset.sound, asset.retired, asset.added,
              asset.category, textFrom(asset.usableFrom), textFrom(asset.usableUntil),
              textFrom(asset.fit), asset.broughtAs, asset.description, listText(asset.tags),
              asset.folder, asset.owner, asset.licence, textFrom(asset.licenceUntil), asset.deleted,
              asset.uploadBytes, asset.ready, asset.rateNum, asset.rateDen)
        .run();
    index(asset);
}

std::vector<std::pair<std::string, std::int64_t>> SqliteAssets::categoriesInUse() const {
    std::vector<std::pair<std::string, std::int64_t>> out;
    auto query = connection_.query(
        "SELECT category, count(*) FROM assets WHERE category <> '' AND NOT retired GROUP BY "
        "category ORDER BY category");
    while (query.step()) {
        auto word = query.text();
        out.emplace_back(std::move(word), query.integer());
    }
    return out;
}

}  // namespace tocsin::store
