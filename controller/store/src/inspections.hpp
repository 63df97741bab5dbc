// SPDX-License-Identifier: Apache-2.0
// Inspection packages over SQLite.
#pragma once

#include "connection.hpp"
#include "tocsin/store/inspections.hpp"

namespace tocsin::store {

/// The migration that brings their tables.
inline constexpr char kInspections[] = R"sql(
CREATE TABLE inspections(
    number INTEGER PRIMARY KEY, activity TEXT NOT NULL, title TEXT NOT NULL, unit TEXT NOT NULL,
    first_day TEXT NOT NULL, last_day TEXT NOT NULL, note TEXT NOT NULL, who TEXT NOT NULL,
    made INTEGER NOT NULL, expires INTEGER NOT NULL, secret BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL, package BLOB NOT NULL, bytes INTEGER NOT NULL, revoked INTEGER,
    revoked_by TEXT NOT NULL, openings INTEGER NOT NULL, opened INTEGER, removed INTEGER NOT NULL);
CREATE TABLE inspection_files(
    inspection INTEGER NOT NULL REFERENCES inspections(number), place INTEGER NOT NULL,
    name TEXT NOT NULL, digest BLOB NOT NULL, bytes INTEGER NOT NULL,
    PRIMARY KEY(inspection, place)) WITHOUT ROWID;
)sql";

class SqliteInspections final : public Inspections {
public:
    explicit SqliteInspections(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<Inspection> all() const override;
    [[nodiscard]] std::optional<Inspection> find(std::int64_t number) const override;
    [[nodiscard]] std::optional<Inspection> findBySecret(Digest const& secret) const override;
    Inspection add(Inspection inspection) override;
    void revoke(std::int64_t number, Instant at, std::string const& who) override;
    void open(std::int64_t number, Instant at) override;
    void remove(std::int64_t number) override;
    [[nodiscard]] std::vector<Digest> filesBeside(std::int64_t number) const override;

private:
    [[nodiscard]] std::vector<InspectionFile> filesOf(std::int64_t number) const;

    Connection& connection_;
};

}  // namespace tocsin::store
