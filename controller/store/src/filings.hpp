// SPDX-License-Identifier: Apache-2.0
// Filings over SQLite.
#pragma once

#include "connection.hpp"
#include "tocsin/store/filings.hpp"

namespace tocsin::store {

/// The migration that brings their tables.
inline constexpr char kFilings[] = R"sql(
CREATE TABLE filings(
    number INTEGER NOT NULL, revision INTEGER NOT NULL, activity TEXT NOT NULL, kind TEXT NOT NULL,
    issue INTEGER NOT NULL, unit TEXT NOT NULL, first_day TEXT NOT NULL, last_day TEXT NOT NULL,
    as_of INTEGER NOT NULL, last_batch INTEGER NOT NULL, due INTEGER, who TEXT NOT NULL,
    reason TEXT NOT NULL, digest BLOB NOT NULL, origin TEXT NOT NULL, forms TEXT NOT NULL,
    content TEXT NOT NULL, PRIMARY KEY(number, revision));
CREATE INDEX filings_of_activity ON filings(activity);
CREATE TRIGGER filings_stay BEFORE UPDATE ON filings
    BEGIN SELECT raise(ABORT, 'a filing never changes'); END;
CREATE TRIGGER filings_remain BEFORE DELETE ON filings
    BEGIN SELECT raise(ABORT, 'a filing is never removed'); END;
CREATE TABLE filing_events(
    id INTEGER PRIMARY KEY, number INTEGER NOT NULL, revision INTEGER NOT NULL, step TEXT NOT NULL,
    at_ms INTEGER NOT NULL, recorded INTEGER NOT NULL, who TEXT NOT NULL, channel TEXT NOT NULL,
    receipt TEXT NOT NULL, reason TEXT NOT NULL);
CREATE INDEX filing_events_of_number ON filing_events(number, id);
CREATE TRIGGER filing_events_stay BEFORE UPDATE ON filing_events
    BEGIN SELECT raise(ABORT, 'what became of a filing never changes'); END;
CREATE TRIGGER filing_events_remain BEFORE DELETE ON filing_events
    BEGIN SELECT raise(ABORT, 'what became of a filing is never removed'); END;
CREATE TABLE filing_drafts(
    activity TEXT NOT NULL, kind TEXT NOT NULL, issue INTEGER NOT NULL, unit TEXT NOT NULL,
    first_day TEXT NOT NULL, last_day TEXT NOT NULL, revision INTEGER NOT NULL,
    overview TEXT NOT NULL, highlights TEXT NOT NULL, shortcomings TEXT NOT NULL,
    filled_by TEXT NOT NULL, reviewed_by TEXT NOT NULL, signed_by TEXT NOT NULL,
    pictures TEXT NOT NULL, who TEXT NOT NULL, changed INTEGER NOT NULL,
    PRIMARY KEY(activity, kind, issue, unit, first_day)) WITHOUT ROWID;
)sql";

class SqliteFilings final : public Filings {
public:
    explicit SqliteFilings(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<Filing> all() const override;
    [[nodiscard]] std::vector<Filing> of(std::string const& activity) const override;
    [[nodiscard]] std::optional<Filing> find(std::int64_t number,
                                             std::optional<std::int64_t> revision) const override;
    Filing add(Filing filing) override;
    [[nodiscard]] std::vector<FilingEvent> events(std::int64_t number) const override;
    void record(FilingEvent const& event) override;
    [[nodiscard]] std::optional<FilingDraft> draft(std::string const& activity, FilingKind kind,
                                                   int issue, std::string const& unit,
                                                   std::string const& firstDay) const override;
    void putDraft(FilingDraft const& draft) override;

private:
    Connection& connection_;
};

}  // namespace tocsin::store
