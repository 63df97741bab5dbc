// SPDX-License-Identifier: Apache-2.0
// SQLite through SQLiteCpp, with errors in the controller's own words.
#include "connection.hpp"

#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <exception>
#include <utility>

#include "failure.hpp"
#include "tocsin/store/folded.hpp"

namespace tocsin::store {
namespace {

constexpr int kBusyTimeoutMs = 5000;

// When opening fails SQLite's handle, and the errno with it, is gone by the time we hear of it.
int whyNotOpen(std::filesystem::path const& file, int flags) {
    int const wanted = (flags & SQLite::OPEN_READWRITE) != 0 ? W_OK | R_OK : R_OK;
    std::error_code ec;
    auto const target = std::filesystem::exists(file, ec) ? file : file.parent_path();
    return ::access(target.c_str(), wanted) == 0 ? 0 : errno;
}

int lastErrno(sqlite3* handle, int which) {
    sqlite3_file* file = nullptr;
    int reason = 0;
    if (sqlite3_file_control(handle, "main", which, &file) == SQLITE_OK && file != nullptr &&
        file->pMethods != nullptr) {
        file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &reason);
    }
    return reason;
}

// sqlite3_system_errno() is what errno happens to be when it is asked; the files remember what
// failed. A quota or a limit on the size of files is told from a broken disk by this alone.
int whyItFailed(sqlite3* handle) {
    int const log = lastErrno(handle, SQLITE_FCNTL_JOURNAL_POINTER);
    return log != 0 ? log : lastErrno(handle, SQLITE_FCNTL_FILE_POINTER);
}

std::unique_ptr<SQLite::Database> opened(std::filesystem::path const& file, Connection::Mode mode) {
    int const flags = SQLite::OPEN_NOMUTEX | (mode == Connection::Mode::write
                                                  ? SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE
                                                  : SQLite::OPEN_READONLY);
    try {
        return std::make_unique<SQLite::Database>(file.string(), flags, kBusyTimeoutMs);
    } catch (SQLite::Exception const& error) {
        throw Failure(databaseError(file, error.getExtendedErrorCode(), error.what(),
                                    whyNotOpen(file, flags)));
    }
}

Failure notOf32Bytes() {
    return Failure({Errc::damaged,
                    "the database is damaged: a digest or key in it does not "
                    "have 32 bytes; restore a backup"});
}

/// For migrations: tocsin_folded(text) is folded().
void foldedSql(sqlite3_context* context, int, sqlite3_value** values) {
    auto const* const text = reinterpret_cast<char const*>(sqlite3_value_text(values[0]));
    try {
        auto const out = folded({text, static_cast<std::size_t>(sqlite3_value_bytes(values[0]))});
        sqlite3_result_text(context, out.data(), static_cast<int>(out.size()), SQLITE_TRANSIENT);
    } catch (std::exception const& error) {
        sqlite3_result_error(context, error.what(), -1);
    }
}

}  // namespace

Query::Query(Connection& connection, SQLite::Statement& statement)
    : connection_(&connection), statement_(&statement) {}

Query::~Query() {
    statement_->tryReset();
    statement_->clearBindings();
}

bool Query::step() {
    int const code = statement_->tryExecuteStep();
    column_ = 0;
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        throw connection_->failure(code);
    }
    return code == SQLITE_ROW;
}

void Query::run() {
    if (step()) {
        throw Failure({Errc::internal, "a statement that gives rows was run for its effect"});
    }
}

std::int64_t Query::integer() {
    return statement_->getColumn(column_++).getInt64();
}

std::optional<std::int64_t> Query::maybeInteger() {
    auto const column = statement_->getColumn(column_++);
    return column.isNull() ? std::nullopt : std::optional(column.getInt64());
}

std::optional<double> Query::maybeReal() {
    auto const column = statement_->getColumn(column_++);
    return column.isNull() ? std::nullopt : std::optional(column.getDouble());
}

std::string Query::text() {
    return statement_->getColumn(column_++).getString();
}

std::optional<std::string> Query::maybeText() {
    if (statement_->getColumn(column_).isNull()) {
        ++column_;
        return std::nullopt;
    }
    return text();
}

std::optional<Instant> Query::maybeInstant() {
    if (statement_->getColumn(column_).isNull()) {
        ++column_;
        return std::nullopt;
    }
    return instant();
}

void Query::copy32(void* out) {
    auto const column = statement_->getColumn(column_++);
    if (column.getBytes() != 32) {
        throw notOf32Bytes();
    }
    std::memcpy(out, column.getBlob(), 32);
}

std::vector<Digest> Query::digests() {
    auto const column = statement_->getColumn(column_++);
    auto const bytes = static_cast<std::size_t>(column.getBytes());
    if (bytes % 32 != 0) {
        throw notOf32Bytes();
    }
    std::vector<Digest> out(bytes / 32);
    auto const* from = static_cast<char const*>(column.getBlob());
    for (auto& digest : out) {
        std::memcpy(digest.bytes.data(), from, 32);
        from += 32;
    }
    return out;
}

void Query::bind(std::int64_t value) {
    statement_->bind(++bound_, value);
}

void Query::bind(double value) {
    statement_->bind(++bound_, value);
}

void Query::bind(std::vector<Digest> const& values) {
    std::string bytes;
    bytes.reserve(values.size() * 32);
    for (auto const& digest : values) {
        bytes.append(data(digest.bytes), digest.bytes.size());
    }
    bindBlob(bytes);
}

void Query::bind(std::string const& value) {
    statement_->bind(++bound_, value);
}

void Query::bindBlob(std::string_view bytes) {
    statement_->bind(++bound_, bytes.data(), static_cast<int>(bytes.size()));
}

Connection::Connection(std::filesystem::path file, Mode mode)
    : file_(std::move(file)), database_(opened(file_, mode)) {
    sqlite3_extended_result_codes(database_->getHandle(), 1);
    if (mode == Mode::write) {
        execute("PRAGMA journal_mode = WAL");
        execute("PRAGMA synchronous = FULL");
        // The log is cut back to this after a long reader or a large change has let it grow.
        execute("PRAGMA journal_size_limit = 67108864");
        execute("PRAGMA cache_size = -16384");
        sqlite3_create_function_v2(database_->getHandle(), "tocsin_folded", 1,
                                   SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr, foldedSql, nullptr,
                                   nullptr, nullptr);
    } else {
        execute("PRAGMA query_only = ON");
    }
    execute("PRAGMA foreign_keys = ON");
    execute("PRAGMA temp_store = MEMORY");
}

Query Connection::query(char const* sql) {
    auto& statement = statements_[sql];
    if (!statement) {
        try {
            statement = std::make_unique<SQLite::Statement>(*database_, sql);
        } catch (SQLite::Exception const& error) {
            throw failure(error.getExtendedErrorCode());
        }
    }
    return {*this, *statement};
}

void Connection::execute(std::string const& sql) {
    int const code = sqlite3_exec(database_->getHandle(), sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) {
        throw failure(code);
    }
}

bool Connection::inTransaction() {
    return sqlite3_get_autocommit(database_->getHandle()) == 0;
}

void Connection::rollBack() noexcept {
    // A full disk may have ended the transaction already; then there is nothing left to undo.
    if (inTransaction()) {
        sqlite3_exec(database_->getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

Failure Connection::failure(int code) {
    auto* const handle = database_->getHandle();
    return Failure(databaseError(file_, code, sqlite3_errmsg(handle), whyItFailed(handle)));
}

}  // namespace tocsin::store
