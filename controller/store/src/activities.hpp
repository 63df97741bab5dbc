// SPDX-License-Identifier: Apache-2.0
// Activities and work records over SQLite.
#pragma once

#include "connection.hpp"
#include "tocsin/store/activities.hpp"

namespace tocsin::store {

/// The migration that brings their tables. Rows stay: an activity is retired, a record withdrawn.
inline constexpr char kActivities[] = R"sql(
CREATE TABLE activities(
    handle TEXT PRIMARY KEY, revision INTEGER NOT NULL, title TEXT NOT NULL, theme TEXT NOT NULL,
    unit TEXT NOT NULL, first_day TEXT NOT NULL, last_day TEXT NOT NULL, zone TEXT NOT NULL,
    person TEXT NOT NULL, phone TEXT NOT NULL, mail TEXT NOT NULL,
    receiver TEXT NOT NULL, weekly INTEGER NOT NULL, weekday INTEGER NOT NULL,
    due_time TEXT NOT NULL, plan_due TEXT NOT NULL, final_due TEXT NOT NULL,
    day_included INTEGER NOT NULL, key_dates TEXT NOT NULL, campaigns TEXT NOT NULL,
    parts TEXT NOT NULL, owner TEXT NOT NULL, changed INTEGER NOT NULL,
    retired INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE work_records(
    number INTEGER PRIMARY KEY, revision INTEGER NOT NULL, activity TEXT NOT NULL,
    kind TEXT NOT NULL, unit TEXT NOT NULL, title TEXT NOT NULL, first_day TEXT NOT NULL,
    last_day TEXT NOT NULL, place TEXT NOT NULL, sessions INTEGER, people INTEGER,
    text TEXT NOT NULL, channel TEXT NOT NULL,
    person TEXT NOT NULL, phone TEXT NOT NULL, mail TEXT NOT NULL, pictures TEXT NOT NULL,
    author TEXT NOT NULL, imported TEXT NOT NULL, changed INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL, reason TEXT NOT NULL);
CREATE INDEX work_records_of_activity ON work_records(activity, first_day, number);
)sql";

class SqliteActivities final : public Activities {
public:
    explicit SqliteActivities(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<Activity> all() const override;
    [[nodiscard]] std::optional<Activity> find(std::string const& handle) const override;
    void put(Activity const& activity) override;

private:
    Connection& connection_;
};

class SqliteWorkRecords final : public WorkRecords {
public:
    explicit SqliteWorkRecords(Connection& connection) : connection_(connection) {}
    [[nodiscard]] std::vector<WorkRecord> of(std::string const& activity) const override;
    [[nodiscard]] std::optional<WorkRecord> find(std::int64_t number) const override;
    WorkRecord put(WorkRecord record) override;

private:
    Connection& connection_;
};

}  // namespace tocsin::store
