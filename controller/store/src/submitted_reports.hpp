// SPDX-License-Identifier: Apache-2.0
// Submitted reports over SQLite.
#pragma once

#include "connection.hpp"
#include "tocsin/store/submitted_reports.hpp"

namespace tocsin::store {

/// The migration that brings their table.
inline constexpr char kSubmittedReports[] = R"sql(
CREATE TABLE submitted_reports(
    number INTEGER NOT NULL, revision INTEGER NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL,
    unit TEXT NOT NULL, from_text TEXT NOT NULL, to_text TEXT NOT NULL, groupings TEXT NOT NULL,
    as_of INTEGER NOT NULL, last_batch INTEGER NOT NULL, who TEXT NOT NULL, reason TEXT NOT NULL,
    digest BLOB NOT NULL, csv_digest BLOB NOT NULL, page_digest BLOB NOT NULL,
    screens TEXT NOT NULL, json TEXT NOT NULL, csv TEXT NOT NULL, page TEXT NOT NULL,
    PRIMARY KEY(number, revision));
CREATE INDEX submitted_reports_of_unit ON submitted_reports(unit, as_of);
CREATE TRIGGER submitted_reports_stay BEFORE UPDATE ON submitted_reports
    BEGIN SELECT raise(ABORT, 'a submitted report never changes'); END;
CREATE TRIGGER submitted_reports_remain BEFORE DELETE ON submitted_reports
    BEGIN SELECT raise(ABORT, 'a submitted report is never removed'); END;
)sql";

class SqliteSubmittedReports final : public SubmittedReports {
public:
    explicit SqliteSubmittedReports(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<SubmittedReport> all() const override;
    [[nodiscard]] std::optional<SubmittedReport> find(
        std::int64_t number, std::optional<std::int64_t> revision) const override;
    [[nodiscard]] std::int64_t countSince(std::string const& unit, Instant t) const override;
    SubmittedReport add(SubmittedReport report) override;

private:
    Connection& connection_;
};

}  // namespace tocsin::store
