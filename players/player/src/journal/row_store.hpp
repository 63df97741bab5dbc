// SPDX-License-Identifier: Apache-2.0
// The rows of all plays on this player's disk: segment files journal/NNNNNN-E.rows for epoch E.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "engine/files.hpp"
#include "journal/row_segment.hpp"
#include "tocsin/messages/play_record.hpp"

namespace tocsin::player {

/// At the start only the newest segments are read; older ones when their rows are asked for. Rows
/// that cannot be read any more are holes: everything around them stays usable. One thread uses it.
class RowStore {
public:
    static constexpr std::size_t kSegmentBytes = 4 << 20;

    /// Finds what is there and cuts a torn tail. Errors as of the file system; what is damaged only
    /// is kept as it is and passed over.
    [[nodiscard]] static Result<RowStore> open(std::filesystem::path folder,
                                               std::size_t segmentBytes = kSegmentBytes);

    [[nodiscard]] std::int64_t epoch() const noexcept { return epoch_; }
    /// Sequence of the last row of this epoch; 0 if there is none.
    [[nodiscard]] std::int64_t last() const noexcept { return last_; }
    /// First row of this epoch that is still held; last() + 1 if there is none.
    [[nodiscard]] std::int64_t first() const;
    /// Up to here rows are on disk for certain.
    [[nodiscard]] std::int64_t synced() const noexcept { return synced_; }
    /// Where rows of this epoch may have been that nobody can tell of any more, because a whole
    /// segment cannot be read: at this sequence or after it. 0 if there is no such place.
    [[nodiscard]] std::int64_t unreadableAt() const;
    /// True if a row of the same showing was written lately: for plays that a crash left both here
    /// and in the in-flight record.
    [[nodiscard]] bool holds(messages::PlayRecord const& record) const;

    /// Appends one row by one write(2); its sequence must be last() + 1. On failure nothing is
    /// appended. Errc::exhausted: disk full.
    [[nodiscard]] Result<> append(messages::PlayRecord const& record);
    [[nodiscard]] Result<> sync();
    /// Lines of rows first … first + count - 1. Errc::notFound if they are not all held and
    /// readable, else as of the file system.
    [[nodiscard]] Result<std::vector<std::string>> lines(std::int64_t first, std::int64_t count) {
        return linesOf(epoch_, first, count);
    }
    /// The same of this epoch or a former one.
    [[nodiscard]] Result<std::vector<std::string>> linesOf(std::int64_t epoch, std::int64_t first,
                                                           std::int64_t count);
    /// Rows up to `sequence` were written once and are lost: the next one comes after them.
    void skipTo(std::int64_t sequence);

    struct Carried {
        std::int64_t rows = 0;  ///< taken along
        std::int64_t lost = 0;  ///< could not be read
    };
    /// Starts a later epoch, all or nothing, also over a kill: row 1 is `gap`, then come the rows
    /// of this epoch from `from` on that can be read, numbered anew. How many could not is added
    /// to the gap's reason.
    [[nodiscard]] Result<Carried> openEpoch(std::int64_t epoch, messages::PlayRecord gap,
                                            std::int64_t from);
    /// Deletes segments, never the last, that hold nothing after `acknowledged` of the current
    /// epoch and were last written before `before`.
    void discard(std::int64_t acknowledged, std::filesystem::file_time_type before);

private:
    using Identity = std::tuple<Digest, Digest, std::int64_t>;

    RowStore(std::filesystem::path folder, std::size_t segmentBytes)
        : folder_(std::move(folder)), segmentBytes_(segmentBytes) {}
    [[nodiscard]] Result<> dropUnfinishedEpoch();
    [[nodiscard]] Result<> readNewest();
    [[nodiscard]] Result<> findSpans();
    [[nodiscard]] Result<> openTail();
    [[nodiscard]] Result<> findFormerSpan(RowSegment& segment);
    [[nodiscard]] Result<> startSegment();
    void remember(messages::PlayRecord const& record);
    static Identity identity(messages::PlayRecord const& record);

    std::filesystem::path folder_;
    std::size_t segmentBytes_;
    std::vector<RowSegment> segments_;  // of all epochs, ascending by number
    Fd tail_;
    std::size_t tailBytes_ = 0;
    std::int64_t epoch_ = 1, last_ = 0, synced_ = 0;
    std::deque<Identity> recent_;
    std::set<Identity> recentSet_;
};

}  // namespace tocsin::player
