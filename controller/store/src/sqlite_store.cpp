// SPDX-License-Identifier: Apache-2.0
// The store on SQLite: one writer, a pool of readers.
#include <utility>

#include "audit_table.hpp"
#include "migrations.hpp"
#include "snapshots.hpp"
#include "tocsin/store/store.hpp"
#include "writer.hpp"

namespace tocsin::store {
namespace {

class SqliteStore final : public Store {
public:
    SqliteStore(std::unique_ptr<Connection> connection, std::filesystem::path file,
                std::function<Instant()> now)
        : writer_(std::move(connection), std::move(now)), snapshots_(std::move(file)) {}

    Result<> write(std::function<Result<>(Tx&)> const& change, AuditEntry const& entry) override {
        return writer_.run(change, &entry);
    }
    Result<> ingest(std::function<Result<>(Tx&)> const& change) override {
        return writer_.run(change, nullptr);
    }
    Result<> read(std::function<Result<>(Tx const&)> const& look) const override {
        return snapshots_.run(look);
    }

private:
    // Readers close first, so that the writer's connection is the last one and folds the log into
    // the database.
    Writer writer_;
    mutable SnapshotPool snapshots_;
};

}  // namespace

Result<std::unique_ptr<Store>> openSqliteStore(std::filesystem::path const& directory,
                                               std::function<Instant()> now,
                                               std::function<void(std::string const&)> const& log) {
    std::error_code ec;
    std::filesystem::create_directories(directory, ec);
    if (!std::filesystem::is_directory(directory, ec)) {
        return Error{Errc::unavailable, directory.string() +
                                            " is not a directory and cannot be "
                                            "made one; name another data "
                                            "directory"};
    }
    auto const file = directory / "tocsin.db";
    try {
        auto connection = std::make_unique<Connection>(file, Connection::Mode::write);
        migrate(*connection, file, now());
        if (auto const gone = guardTrail(*connection, now()); !gone.empty() && log) {
            log(file.string() + ": triggers of the audit trail were gone (" + gone +
                ") and are made again; somebody has worked on the database by hand: tocsin audit "
                "verify says what was changed");
        }
        return std::unique_ptr<Store>(
            std::make_unique<SqliteStore>(std::move(connection), file, std::move(now)));
    } catch (Failure const& failure) {
        return failure.error();
    }
}

}  // namespace tocsin::store
