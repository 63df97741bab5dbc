// SPDX-License-Identifier: Apache-2.0
// The signed batch headers of one epoch, on disk before they are sent, so that a batch sent again
// is the same to the byte.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/files.hpp"
#include "journal/row_store.hpp"
#include "tocsin/messages/play_batch.hpp"

namespace tocsin::player {

/// journal/E.batches: one checked line a batch. One thread uses it.
class BatchLog {
public:
    /// Creates the file if need be; cuts a torn tail.
    [[nodiscard]] static Result<BatchLog> open(std::filesystem::path const& folder,
                                               std::int64_t epoch);

    [[nodiscard]] std::int64_t last() const noexcept {
        return static_cast<std::int64_t>(entries_.size());
    }
    /// The last row that is in a batch.
    [[nodiscard]] std::int64_t lastRow() const noexcept {
        return entries_.empty() ? 0 : entries_.back().lastRow;
    }
    /// First row of a batch. The batch must exist.
    [[nodiscard]] std::int64_t firstRowOf(std::int64_t batch) const;
    [[nodiscard]] std::int64_t lastRowOf(std::int64_t batch) const;

    /// Cuts batch last() + 1 from the rows after lastRow(): fills in device, epoch, batch, first,
    /// count, root and prev of `header`, signs, appends and syncs.
    [[nodiscard]] Result<> cut(messages::BatchHeader header, std::vector<std::string> const& lines,
                               messages::KeyPair const& key);
    /// The whole text of an existing batch.
    [[nodiscard]] Result<std::string> text(std::int64_t batch, RowStore const& rows) const;

private:
    struct Entry {
        std::int64_t firstRow, lastRow;
        std::size_t offset, length;  // of the framed line without its line feed
    };
    BatchLog(std::filesystem::path file, std::int64_t epoch)
        : file_(std::move(file)), epoch_(epoch) {}
    [[nodiscard]] Result<> load();

    std::filesystem::path file_;
    std::int64_t epoch_;
    Fd fd_;
    std::size_t bytes_ = 0;
    std::vector<Entry> entries_;
    Digest lastHeader_;
};

}  // namespace tocsin::player
