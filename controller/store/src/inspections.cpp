// SPDX-License-Identifier: Apache-2.0
#include "inspections.hpp"

namespace tocsin::store {
namespace {

#define TOCSIN_INSPECTION                                                                   \
    "SELECT number, activity, title, unit, first_day, last_day, note, who, made, expires, " \
    "secret, name, package, bytes, revoked, revoked_by, openings, opened, removed FROM "    \
    "inspections "

Inspection from(Query& row) {
    Inspection out;
    out.number = row.integer();
    out.activity = row.text();
    out.title = row.text();
    out.unit = row.text();
    out.firstDay = row.text();
    out.lastDay = row.text();
    out.note = row.text();
    out.who = row.text();
    out.made = row.instant();
    out.expires = row.instant();
    out.secret = row.digest();
    out.name = row.text();
    out.package = row.digest();
    out.bytes = row.integer();
    out.revoked = row.maybeInstant();
    out.revokedBy = row.text();
    out.openings = row.integer();
    out.opened = row.maybeInstant();
    out.removed = row.integer() != 0;
    return out;
}

}  // namespace

std::vector<Inspection> SqliteInspections::all() const {
    std::vector<Inspection> out;
    auto query = connection_.query(TOCSIN_INSPECTION "ORDER BY number DESC");
    while (query.step()) {
        out.push_back(from(query));
    }
    return out;
}

std::optional<Inspection> SqliteInspections::find(std::int64_t number) const {
    auto query = connection_.query(TOCSIN_INSPECTION "WHERE number = ?");
    if (!query.with(number).step()) {
        return std::nullopt;
    }
    auto out = from(query);
    out.files = filesOf(out.number);
    return out;
}

std::optional<Inspection> SqliteInspections::findBySecret(Digest const& secret) const {
    auto query = connection_.query(TOCSIN_INSPECTION "WHERE secret = ?");
    if (!query.with(secret).step()) {
        return std::nullopt;
    }
    auto out = from(query);
    out.files = filesOf(out.number);
    return out;
}

std::vector<InspectionFile> SqliteInspections::filesOf(std::int64_t number) const {
    std::vector<InspectionFile> out;
    auto query = connection_.query(
        "SELECT name, digest, bytes FROM inspection_files WHERE inspection = ? ORDER BY place");
    query.with(number);
    while (query.step()) {
        InspectionFile file;
        file.name = query.text();
        file.digest = query.digest();
        file.bytes = query.integer();
        out.push_back(std::move(file));
    }
    return out;
}

Inspection SqliteInspections::add(Inspection inspection) {
    auto query = connection_.query(
        "INSERT INTO inspections(activity, title, unit, first_day, last_day, note, who, made, "
        "expires, secret, name, package, bytes, revoked, revoked_by, openings, opened, removed) "
        "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING number");
    query
        .with(inspection.activity, inspection.title, inspection.unit, inspection.firstDay,
              inspection.lastDay, inspection.note, inspection.who, inspection.made,
              inspection.expires, inspection.secret, inspection.name, inspection.package,
              inspection.bytes, inspection.revoked, inspection.revokedBy, inspection.openings,
              inspection.opened, inspection.removed ? 1 : 0)
        .step();
    inspection.number = query.integer();
    std::int64_t place = 0;
    for (auto const& file : inspection.files) {
        connection_.query("INSERT INTO inspection_files VALUES(?, ?, ?, ?, ?)")
            .with(inspection.number, place++, file.name, file.digest, file.bytes)
            .run();
    }
    return inspection;
}

void SqliteInspections::revoke(std::int64_t number, Instant at, std::string const& who) {
    connection_
        .query(
            "UPDATE inspections SET revoked = ?, revoked_by = ? WHERE number = ? AND revoked "
            "IS NULL")
        .with(at, who, number)
        .run();
}

void SqliteInspections::open(std::int64_t number, Instant at) {
    connection_.query("UPDATE inspections SET openings = openings + 1, opened = ? WHERE number = ?")
        .with(at, number)
        .run();
}

void SqliteInspections::remove(std::int64_t number) {
    connection_.query("UPDATE inspections SET removed = 1 WHERE number = ?").with(number).run();
}

std::vector<Digest> SqliteInspections::filesBeside(std::int64_t number) const {
    std::vector<Digest> out;
    auto query = connection_.query(
        "SELECT f.digest FROM inspection_files f JOIN inspections i ON i.number = f.inspection "
        "WHERE i.removed = 0 AND i.number <> ?1 UNION SELECT package FROM inspections WHERE "
        "removed = 0 AND number <> ?1");
    query.with(number);
    while (query.step()) {
        out.push_back(query.digest());
    }
    return out;
}

}  // namespace tocsin::store
