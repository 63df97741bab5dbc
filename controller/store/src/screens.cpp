// SPDX-License-Identifier: Apache-2.0
// Screens: one row each, retired ones too.
#include "aggregates.hpp"
#include "lists.hpp"

namespace tocsin::store {
namespace {

#define TOCSIN_SCREEN_COLUMNS                                                                   \
    "id, name, unit, tags, width, height, zone, seed, opening, player, token, retired, added, " \
    "decode_rate, token_expires, token_replaces, latitude, longitude, code, "                   \
    "location, type, responsible, phone, serial, offline_site"

std::optional<GeoPlace> placeFrom(Query& row) {
    auto const latitude = row.maybeReal(), longitude = row.maybeReal();
    return latitude && longitude ? std::optional(GeoPlace{*latitude, *longitude}) : std::nullopt;
}

std::optional<double> partOf(std::optional<GeoPlace> const& place, double GeoPlace::*part) {
    return place ? std::optional((*place).*part) : std::nullopt;
}

Screen screenFrom(Query& row) {
    Screen screen;
    screen.id = ScreenId(row.text());
    screen.name = row.text();
    screen.unit = row.text();
    screen.tags = textsFrom(row.text());
    screen.width = row.smallInteger();
    screen.height = row.smallInteger();
    screen.zone = row.text();
    screen.seed = row.text();
    screen.opening = openingFrom(row.text());
    screen.player = row.maybeKey();
    screen.tokenDigest = row.maybeDigest();
    screen.retired = row.flag();
    screen.added = row.instant();
    screen.decodeRate = row.integer();
    screen.tokenExpires = row.maybeInstant();
    screen.tokenReplaces = row.flag();
    screen.place = placeFrom(row);
    screen.code = row.text();
    screen.location = row.text();
    screen.type = row.text();
    screen.responsible = row.text();
    screen.phone = row.text();
    screen.serial = row.text();
    screen.offlineSite = row.flag();
    return screen;
}

template <class Key>
std::optional<Screen> findOne(Connection& connection, char const* sql, Key const& key) {
    auto query = connection.query(sql);
    return query.with(key).step() ? std::optional(screenFrom(query)) : std::nullopt;
}

}  // namespace

std::vector<Screen> SqliteScreens::all() const {
    std::vector<Screen> out;
    auto query = connection_.query("SELECT " TOCSIN_SCREEN_COLUMNS " FROM screens ORDER BY id");
    while (query.step()) {
        out.push_back(screenFrom(query));
    }
    return out;
}

std::optional<Screen> SqliteScreens::find(ScreenId const& id) const {
    return findOne(connection_, "SELECT " TOCSIN_SCREEN_COLUMNS " FROM screens WHERE id = ?",
                   id.str());
}

std::optional<Screen> SqliteScreens::findByPlayer(messages::PublicKey const& key) const {
    return findOne(connection_, "SELECT " TOCSIN_SCREEN_COLUMNS " FROM screens WHERE player = ?",
                   key);
}

std::optional<Screen> SqliteScreens::findByToken(Digest const& tokenDigest) const {
    return findOne(connection_, "SELECT " TOCSIN_SCREEN_COLUMNS " FROM screens WHERE token = ?",
                   tokenDigest);
}

void SqliteScreens::put(Screen const& screen) {
    connection_
        .query(
            "INSERT INTO screens(" TOCSIN_SCREEN_COLUMNS
            ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT(id) DO UPDATE SET name = excluded.name, unit = excluded.unit, "
            "tags = excluded.tags, width = excluded.width, height = excluded.height, "
            "zone = excluded.zone, seed = excluded.seed, opening = excluded.opening, "
            "player = excluded.player, token = excluded.token, retired = excluded.retired, "
            "added = excluded.added, decode_rate = excluded.decode_rate, "
            "token_expires = excluded.token_expires, token_replaces = excluded.token_replaces, "
            "latitude = excluded.latitude, longitude = excluded.longitude, code = excluded.code, "
            "location = excluded.location, type = excluded.type, "
            "responsible = excluded.responsible, phone = excluded.phone, serial = excluded.serial, "
            "offline_site = excluded.offline_site")
        .with(screen.id.str(), screen.name, screen.unit, listText(screen.tags), screen.width,
              screen.height, screen.zone, screen.seed, listText(screen.opening), screen.player,
              screen.tokenDigest, screen.retired, screen.added, screen.decodeRate,
              screen.tokenExpires, screen.tokenReplaces, partOf(screen.place, &GeoPlace::latitude),
              partOf(screen.place, &GeoPlace::longitude), screen.code, screen.location, screen.type,
              screen.responsible, screen.phone, screen.serial, screen.offlineSite)
        .run();
}

}  // namespace tocsin::store
