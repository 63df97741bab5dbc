// SPDX-License-Identifier: Apache-2.0
// The signed batch headers of one epoch, on disk before they are sent, so that a batch sent again
// is the same to the byte.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/files.hpp"
#include "journal/row_store.hpp"
#include "tocsin/messages/play_batch.hpp"

namespace tocsin::player {

/// Files journal/E-NNNNNN.batches for epoch E: checked lines, first the format, then one line a
/// batch from batch NNNNNN on, at least one. Only the newest file is read when the log is opened;
/// others when one of their batches is asked for. One thread uses it.
class BatchLog {
public:
    static constexpr std::size_t kFileBatches = 1000;

    /// Creates nothing; cuts a torn tail, and sets a newest file of which nothing can be read aside
    /// as .damaged. Errors as of the file system.
    [[nodiscard]] static Result<BatchLog> open(std::filesystem::path folder, std::int64_t epoch,
                                               std::size_t fileBatches = kFileBatches);
    /// A former epoch, for looking only: changes no file, and nothing may be cut. Errors as of the
    /// file system.
    [[nodiscard]] static Result<BatchLog> openFormer(std::filesystem::path folder,
                                                     std::int64_t epoch);
    /// The latest epoch of which the folder has batches; 0 if there is none.
    [[nodiscard]] static Result<std::int64_t> newestEpoch(std::filesystem::path const& folder);

    [[nodiscard]] std::int64_t last() const noexcept {
        return tail_.first + static_cast<std::int64_t>(tail_.entries.size()) - 1;
    }
    /// The first batch that is still held; last() + 1 if there is none.
    [[nodiscard]] std::int64_t first() const noexcept;
    /// The last row that is in a batch.
    [[nodiscard]] std::int64_t lastRow() const noexcept {
        return tail_.entries.empty() ? 0 : tail_.entries.back().lastRow;
    }
    /// The last row of a batch, also of the one before first(). Errc::notFound if it is not held,
    /// Errc::damaged or as of the file system.
    [[nodiscard]] Result<std::int64_t> lastRowOf(std::int64_t batch);

    /// Cuts batch last() + 1 from the rows after lastRow(): fills in device, epoch, batch, first,
    /// count, root and prev of `header`, signs, appends and syncs.
    [[nodiscard]] Result<> cut(messages::BatchHeader header, std::vector<std::string> const& lines,
                               messages::KeyPair const& key);
    /// SHA-256 of a batch's header. Errors as lastRowOf.
    [[nodiscard]] Result<Digest> headerOf(std::int64_t batch);
    /// The file that a batch stands in. Errors as lastRowOf.
    [[nodiscard]] Result<std::filesystem::path> fileOf(std::int64_t batch);
    /// The whole text of a batch. Errors as lastRowOf.
    [[nodiscard]] Result<std::string> text(std::int64_t batch, RowStore& rows);
    /// Deletes files with their receipts, never the newest, that hold nothing after batch
    /// `acknowledged` of this epoch and were last written before `before`.
    void discard(std::int64_t acknowledged, std::filesystem::file_time_type before);

private:
    struct File {
        std::filesystem::path path;
        std::int64_t epoch, first;
    };
    struct Entry {
        std::int64_t firstRow, lastRow;
        std::size_t offset, length;  // of the framed line without its line feed
    };
    struct Index {
        std::filesystem::path path;
        std::int64_t first = 1;
        std::vector<Entry> entries;
        std::size_t goodBytes = 0;  // up to here the file is whole
        Digest lastHeader;
    };

    BatchLog(std::filesystem::path folder, std::int64_t epoch, std::size_t fileBatches)
        : folder_(std::move(folder)), epoch_(epoch), fileBatches_(fileBatches) {}
    [[nodiscard]] static Result<std::vector<File>> list(std::filesystem::path const& folder);
    [[nodiscard]] static Result<Index> readIndex(File const& file);
    enum class Use { write, look };
    [[nodiscard]] Result<> load(Use use);
    [[nodiscard]] Result<> openTail();
    [[nodiscard]] Result<> startFile(std::string_view line);
    [[nodiscard]] Result<> append(std::string_view line);
    [[nodiscard]] Result<Index const*> indexOf(std::int64_t batch);
    [[nodiscard]] Result<std::string> entryOf(Index const& index, Entry const& entry) const;

    std::filesystem::path folder_;
    std::int64_t epoch_;
    std::size_t fileBatches_;
    std::vector<File> files_;  // of all epochs, ascending
    Index tail_;               // the newest file of this epoch
    Fd fd_;                    // its descriptor; none as long as there is no file
    Index older_;              // the older file that was asked for last
};

}  // namespace tocsin::player
