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
#include "tocsin/messages/play_record.hpp"

namespace tocsin::player {

/// One thread uses it.
class RowStore {
public:
    static constexpr std::size_t kSegmentBytes = 4 << 20;

    /// Reads what is there and cuts a torn tail. Errc as of the file system, Errc::damaged if a
    /// segment other than the last is torn.
    [[nodiscard]] static Result<RowStore> open(std::filesystem::path folder,
                                               std::size_t segmentBytes = kSegmentBytes);

    [[nodiscard]] std::int64_t epoch() const noexcept { return epoch_; }
    /// Sequence of the last row of this epoch; 0 if there is none.
    [[nodiscard]] std::int64_t last() const noexcept { return last_; }
    /// First row of this epoch that is still held; last() + 1 if there is none.
    [[nodiscard]] std::int64_t first() const;
    /// Up to here rows are on disk for certain.
    [[nodiscard]] std::int64_t synced() const noexcept { return synced_; }
    /// True if a row of the same showing was written lately: for plays that a crash left both here
    /// and in the in-flight record.
    [[nodiscard]] bool holds(messages::PlayRecord const& record) const;

    /// Appends one row by one write(2); its sequence must be last() + 1. On failure nothing is
    /// appended. Errc::exhausted: disk full.
    [[nodiscard]] Result<> append(messages::PlayRecord const& record);
    [[nodiscard]] Result<> sync();
    /// Lines of rows first … first + count - 1. Errc::notFound if they are not all held.
    [[nodiscard]] Result<std::vector<std::string>> lines(std::int64_t first,
                                                         std::int64_t count) const;
    /// Starts a later epoch with these rows (numbered from 1), all or nothing.
    [[nodiscard]] Result<> openEpoch(std::int64_t epoch, std::vector<messages::PlayRecord> rows);
    /// Deletes segments, never the last, that hold nothing after `acknowledged` of the current
    /// epoch and were last written before `before`.
    void discard(std::int64_t acknowledged, std::filesystem::file_time_type before);

private:
    struct Segment {
        std::filesystem::path file;
        std::int64_t number, epoch, first, last;
        std::vector<std::size_t> ends;  ///< byte after each row's line feed, so that rows are read
                                        ///< without their neighbours
    };
    using Identity = std::tuple<Digest, Digest, std::int64_t>;

    RowStore(std::filesystem::path folder, std::size_t segmentBytes)
        : folder_(std::move(folder)), segmentBytes_(segmentBytes) {}
    [[nodiscard]] Result<> readSegment(std::filesystem::path const& file, std::int64_t number,
                                       std::int64_t epoch, bool isLast);
    [[nodiscard]] Result<> openTail();
    [[nodiscard]] Result<> startSegment(std::string_view bytes);
    [[nodiscard]] static Result<> readRows(Segment const& segment, std::int64_t first,
                                           std::int64_t last, std::vector<std::string>& out);
    void remember(messages::PlayRecord const& record);
    static Identity identity(messages::PlayRecord const& record);

    std::filesystem::path folder_;
    std::size_t segmentBytes_;
    std::vector<Segment> segments_;  // ascending by number
    Fd tail_;
    std::size_t tailBytes_ = 0;
    std::int64_t epoch_ = 1, last_ = 0, synced_ = 0;
    std::deque<Identity> recent_;
    std::set<Identity> recentSet_;
};

}  // namespace tocsin::player
