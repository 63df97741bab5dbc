// SPDX-License-Identifier: Apache-2.0
// Resumable uploads, and the sums that quotas are held against.
#include <array>
#include <utility>

#include "aggregates.hpp"

namespace tocsin::store {
namespace {

#define TOCSIN_UPLOAD_COLUMNS \
    "id, owner, unit, metadata, length, received, state, reason, digest, is_new, begun, touched"

constexpr std::array<std::pair<UploadState, std::string_view>, 6> kStates{{
    {UploadState::receiving, "receiving"},
    {UploadState::checking, "checking"},
    {UploadState::done, "done"},
    {UploadState::refused, "refused"},
    {UploadState::terminated, "terminated"},
    {UploadState::expired, "expired"},
}};

UploadState stateFrom(std::string const& name) {
    for (auto const& [state, known] : kStates) {
        if (known == name) {
            return state;
        }
    }
    throw Failure({Errc::damaged, "the database is damaged: an upload's state is \"" + name +
                                      "\"; restore a backup"});
}

Upload uploadFrom(Query& row) {
    Upload upload;
    upload.id = UploadId(row.text());
    upload.owner = row.text();
    upload.unit = row.text();
    upload.metadata = row.text();
    upload.length = row.integer();
    upload.received = row.integer();
    upload.state = stateFrom(row.text());
    upload.reason = row.text();
    upload.digest = row.maybeDigest();
    upload.isNew = row.flag();
    upload.begun = row.instant();
    upload.touched = row.instant();
    return upload;
}

std::int64_t sumFor(Connection& connection, char const* sql, std::string const& unit) {
    auto query = connection.query(sql);
    return query.with(unit).step() ? query.integer() : 0;
}

}  // namespace

std::string_view toString(UploadState state) {
    for (auto const& [known, name] : kStates) {
        if (known == state) {
            return name;
        }
    }
    return "unknown";
}

std::vector<Upload> SqliteUploads::all() const {
    std::vector<Upload> out;
    auto query =
        connection_.query("SELECT " TOCSIN_UPLOAD_COLUMNS " FROM uploads ORDER BY begun, id");
    while (query.step()) {
        out.push_back(uploadFrom(query));
    }
    return out;
}

std::optional<Upload> SqliteUploads::find(UploadId const& id) const {
    auto query = connection_.query("SELECT " TOCSIN_UPLOAD_COLUMNS " FROM uploads WHERE id = ?");
    return query.with(id.str()).step() ? std::optional(uploadFrom(query)) : std::nullopt;
}

void SqliteUploads::put(Upload const& upload) {
    connection_
        .query("INSERT OR REPLACE INTO uploads(" TOCSIN_UPLOAD_COLUMNS
               ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .with(upload.id.str(), upload.owner, upload.unit, upload.metadata, upload.length,
              upload.received, toString(upload.state), upload.reason, upload.digest, upload.isNew,
              upload.begun, upload.touched)
        .run();
}

void SqliteUploads::remove(UploadId const& id) {
    connection_.query("DELETE FROM uploads WHERE id = ?").with(id.str()).run();
}

std::int64_t SqliteUploads::usedBy(std::string const& unit) const {
    return sumFor(connection_,
                  "SELECT coalesce(sum(upload_bytes), 0) FROM assets "
                  "LEFT JOIN asset_charges ON asset = digest "
                  "WHERE NOT retired AND kind IN ('film', 'picture') AND coalesce(unit, '') = ?",
                  unit) +
           sumFor(connection_,
                  "SELECT coalesce(sum(length), 0) FROM uploads "
                  "WHERE unit = ? AND state IN ('receiving', 'checking')",
                  unit);
}

std::vector<std::string> SqliteUploads::units() const {
    std::vector<std::string> out;
    auto query = connection_.query(
        "SELECT coalesce(unit, '') AS unit FROM assets LEFT JOIN asset_charges ON asset = digest "
        "WHERE NOT retired AND kind IN ('film', 'picture') UNION "
        "SELECT unit FROM uploads WHERE state IN ('receiving', 'checking') ORDER BY unit");
    while (query.step()) {
        out.push_back(query.text());
    }
    return out;
}

std::string SqliteUploads::chargedTo(Digest const& asset) const {
    auto query = connection_.query("SELECT unit FROM asset_charges WHERE asset = ?");
    return query.with(asset).step() ? query.text() : std::string();
}

void SqliteUploads::charge(Digest const& asset, std::string const& unit) {
    connection_.query("INSERT INTO asset_charges VALUES(?, ?) ON CONFLICT(asset) DO NOTHING")
        .with(asset, unit)
        .run();
}

}  // namespace tocsin::store
