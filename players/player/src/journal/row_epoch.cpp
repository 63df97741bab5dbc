// SPDX-License-Identifier: Apache-2.0
// One segment at a time in memory, and the first one, which waits for the end.
#include "journal/row_epoch.hpp"

#include "engine/files.hpp"
#include "journal/checked_lines.hpp"

namespace tocsin::player {

RowEpoch::RowEpoch(std::filesystem::path folder, std::int64_t number, std::int64_t epoch,
                   std::size_t segmentBytes)
    : folder_(std::move(folder)), number_(number), epoch_(epoch), segmentBytes_(segmentBytes) {
    begin();
}

RowEpoch::~RowEpoch() {
    for (std::size_t i = 1; !committed_ && i < segments_.size(); ++i) {
        std::error_code ignored;
        std::filesystem::remove(segments_[i].file, ignored);
    }
}

/// The next segment, still without rows.
void RowEpoch::begin() {
    RowSegment segment;
    segment.number = number_ + static_cast<std::int64_t>(segments_.size());
    segment.epoch = epoch_;
    segment.file = RowSegment::fileIn(folder_, segment.number, epoch_);
    segment.first = segments_.empty() ? 2 : segments_.back().last + 1;
    segment.last = segment.first - 1;
    segment.indexed = true;
    segments_.push_back(std::move(segment));
    current_.clear();
}

Result<> RowEpoch::writeCurrent() {
    if (segments_.size() == 1) {
        first_ = std::move(current_);
        return {};
    }
    return files::replace(segments_.back().file, current_);
}

Result<> RowEpoch::add(messages::PlayRecord record) {
    if (current_.size() >= segmentBytes_) {
        if (auto done = writeCurrent(); !done) {
            return done;
        }
        begin();
    }
    auto& segment = segments_.back();
    record.sequence = ++segment.last;
    auto const line = framed(messages::toLine(record));
    segment.rows.push_back({record.sequence, current_.size(), line.size() - 1});
    current_ += line;
    segment.goodBytes = current_.size();
    return {};
}

Result<std::vector<RowSegment>> RowEpoch::commit(messages::PlayRecord gap) {
    if (auto done = writeCurrent(); !done) {
        return done.error();
    }
    gap.sequence = 1;
    auto const line = framed(messages::toLine(gap));
    if (auto done = files::replace(segments_.front().file, line + first_); !done) {
        return done.error();
    }
    committed_ = true;
    auto& segment = segments_.front();
    for (auto& row : segment.rows) {
        row.offset += line.size();
    }
    segment.first = 1;
    segment.rows.insert(segment.rows.begin(), {1, 0, line.size() - 1});
    segment.goodBytes += line.size();
    return std::move(segments_);
}

}  // namespace tocsin::player
