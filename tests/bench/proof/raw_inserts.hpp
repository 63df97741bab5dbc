// SPDX-License-Identifier: Apache-2.0
// The peer of proof.ingest: what SQLite itself takes of such rows, one table with its unique index,
// by a prepared statement in transactions of a batch each, synchronous FULL, WAL.
#pragma once

#include <cstdint>
#include <filesystem>

namespace tocsin::bench {

/// Rows a second into a new database file. Throws std::runtime_error.
[[nodiscard]] double rawInsertsASecond(std::filesystem::path const& file, std::int64_t rows,
                                       std::int64_t rowsOfBatch);

}  // namespace tocsin::bench
