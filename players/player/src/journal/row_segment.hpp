// SPDX-License-Identifier: Apache-2.0
// One file of rows, journal/NNNNNN-E.rows: segment number NNNNNN, of epoch E.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::player {

/// Rows ascend by sequence. Where a line cannot be read there is a hole; nothing after it is lost.
struct RowSegment {
    struct Row {
        std::int64_t sequence;
        std::size_t offset, length;  // of the framed line without its line feed
    };
    std::filesystem::path file;
    std::int64_t number = 0, epoch = 1;
    std::int64_t first = 1, last = 0;  ///< the span of sequences; empty if last < first
    bool indexed = false;              ///< whether `rows` is filled
    bool unreadable = false;           ///< nothing can be read of it; the span is empty
    std::vector<Row> rows;
    std::size_t goodBytes = 0;  ///< after the last readable line

    /// The segments of a folder, ascending by number, without their spans.
    [[nodiscard]] static Result<std::vector<RowSegment>> list(std::filesystem::path const& folder);
    [[nodiscard]] static std::filesystem::path fileIn(std::filesystem::path const& folder,
                                                      std::int64_t number, std::int64_t epoch);

    /// The sequence of the first row, from the first bytes of the file; nothing if that row cannot
    /// be read.
    [[nodiscard]] std::optional<std::int64_t> peekFirst() const;
    /// Fills `rows` and `goodBytes` from the file and gives its bytes. Errc::damaged if rows do not
    /// ascend; else as of the file system.
    [[nodiscard]] Result<std::string> index();
    /// Appends the texts of the rows from … to that can be read. Must be indexed.
    [[nodiscard]] Result<> read(std::int64_t from, std::int64_t to,
                                std::vector<std::string>& out) const;
};

}  // namespace tocsin::player
