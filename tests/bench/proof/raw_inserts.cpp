// SPDX-License-Identifier: Apache-2.0
#include "raw_inserts.hpp"

#include <sqlite3.h>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>

namespace tocsin::bench {
namespace {

struct Closer {
    void operator()(sqlite3* db) const { sqlite3_close(db); }
    void operator()(sqlite3_stmt* query) const { sqlite3_finalize(query); }
};
using Database = std::unique_ptr<sqlite3, Closer>;
using Statement = std::unique_ptr<sqlite3_stmt, Closer>;

// The columns of the ledger's index of plays.
constexpr char kTable[] =
    "CREATE TABLE plays(key INTEGER PRIMARY KEY, screen INTEGER NOT NULL, start_ms INTEGER NOT "
    "NULL, end_ms INTEGER NOT NULL, batch INTEGER NOT NULL, sequence INTEGER NOT NULL, content "
    "INTEGER NOT NULL, asset_name INTEGER NOT NULL, campaign INTEGER NOT NULL, timeline INTEGER "
    "NOT NULL, position INTEGER NOT NULL, mono_start_ms INTEGER NOT NULL, mono_end_ms INTEGER NOT "
    "NULL, boot INTEGER NOT NULL, clock INTEGER NOT NULL, uncertainty_ms INTEGER NOT NULL, "
    "planned_ms INTEGER NOT NULL, shown_ms INTEGER NOT NULL, frames_shown INTEGER NOT NULL, "
    "frames_repeated INTEGER NOT NULL, frames_late INTEGER NOT NULL, result INTEGER NOT NULL, "
    "tier INTEGER NOT NULL, reason TEXT NOT NULL, play_id BLOB); "
    "CREATE UNIQUE INDEX plays_once ON plays(batch, sequence)";
constexpr char kInsert[] =
    "INSERT INTO plays(screen, start_ms, end_ms, batch, sequence, content, asset_name, campaign, "
    "timeline, position, mono_start_ms, mono_end_ms, boot, clock, uncertainty_ms, planned_ms, "
    "shown_ms, frames_shown, frames_repeated, frames_late, result, tier, reason, play_id) "
    "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)";

void check(sqlite3* db, int code, int expected) {
    if (code != expected) {
        throw std::runtime_error(std::string("raw inserts: ") + sqlite3_errmsg(db));
    }
}

void run(sqlite3* db, char const* sql) {
    check(db, sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_OK);
}

void insert(sqlite3* db, sqlite3_stmt* query, std::int64_t row, std::int64_t batch) {
    constexpr std::int64_t kStart = 1'780'272'000'000, kPlayMs = 15'000;
    std::int64_t const start = kStart + row * kPlayMs;
    std::int64_t const values[] = {batch % 8,
                                   start,
                                   start + kPlayMs,
                                   batch,
                                   row,
                                   row % 12,
                                   row % 12,
                                   row % 3,
                                   row / 3'000,
                                   row % 3'000,
                                   row * kPlayMs,
                                   (row + 1) * kPlayMs,
                                   1,
                                   0,
                                   2,
                                   kPlayMs,
                                   kPlayMs,
                                   375,
                                   0,
                                   0,
                                   0,
                                   1};
    int column = 0;
    for (auto const value : values) {
        sqlite3_bind_int64(query, ++column, value);
    }
    sqlite3_bind_text(query, ++column, "", 0, SQLITE_STATIC);
    check(db, sqlite3_step(query), SQLITE_DONE);
    sqlite3_reset(query);
}

}  // namespace

double rawInsertsASecond(std::filesystem::path const& file, std::int64_t rows,
                         std::int64_t rowsOfBatch) {
    sqlite3* opened = nullptr;
    int const code = sqlite3_open(file.c_str(), &opened);
    Database const db(opened);
    check(db.get(), code, SQLITE_OK);
    run(db.get(), "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    run(db.get(), kTable);
    sqlite3_stmt* prepared = nullptr;
    check(db.get(), sqlite3_prepare_v2(db.get(), kInsert, -1, &prepared, nullptr), SQLITE_OK);
    Statement const query(prepared);
    auto const begin = std::chrono::steady_clock::now();
    for (std::int64_t row = 0; row < rows;) {
        run(db.get(), "BEGIN IMMEDIATE");
        auto const batch = row / rowsOfBatch;
        for (auto const end = row + rowsOfBatch; row < end && row < rows; ++row) {
            insert(db.get(), query.get(), row, batch);
        }
        run(db.get(), "COMMIT");
    }
    std::chrono::duration<double> const took = std::chrono::steady_clock::now() - begin;
    return static_cast<double>(rows) / took.count();
}

}  // namespace tocsin::bench
