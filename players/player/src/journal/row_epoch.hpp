// SPDX-License-Identifier: Apache-2.0
// The first segments of a new epoch, written so that a kill leaves the old epoch or the new one.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "journal/row_segment.hpp"
#include "tocsin/messages/play_record.hpp"

namespace tocsin::player {

/// Rows are numbered from 2 on; row 1 is the gap that commit() is given. Until commit() nothing
/// counts: the segment with row 1 is written last, and RowStore passes over an epoch without it.
class RowEpoch {
public:
    /// The first segment gets number `number`.
    RowEpoch(std::filesystem::path folder, std::int64_t number, std::int64_t epoch,
             std::size_t segmentBytes);
    RowEpoch(RowEpoch const&) = delete;
    RowEpoch& operator=(RowEpoch const&) = delete;
    /// Removes what was written, unless committed.
    ~RowEpoch();

    [[nodiscard]] Result<> add(messages::PlayRecord record);
    /// All segments, indexed, the first with the gap. Call once.
    [[nodiscard]] Result<std::vector<RowSegment>> commit(messages::PlayRecord gap);

private:
    [[nodiscard]] Result<> writeCurrent();
    void begin();

    std::filesystem::path folder_;
    std::int64_t number_, epoch_;
    std::size_t segmentBytes_;
    std::vector<RowSegment> segments_;
    std::string first_, current_;  // bytes of the first segment without the gap; of the last
    bool committed_ = false;
};

}  // namespace tocsin::player
