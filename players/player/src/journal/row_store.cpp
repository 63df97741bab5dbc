// SPDX-License-Identifier: Apache-2.0
// Segment files: what is there at the start, append, rotate, discard.
#include "journal/row_store.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <iterator>

#include "journal/checked_lines.hpp"
#include "journal/row_epoch.hpp"

namespace tocsin::player {
namespace {

constexpr std::size_t kRecent = 1024;

}  // namespace

RowStore::Identity RowStore::identity(messages::PlayRecord const& record) {
    return {record.playId, record.content.asset, toMillis(record.start)};
}

void RowStore::remember(messages::PlayRecord const& record) {
    if (recentSet_.insert(identity(record)).second) {
        recent_.push_back(identity(record));
    }
    if (recent_.size() > kRecent) {
        recentSet_.erase(recent_.front());
        recent_.pop_front();
    }
}

bool RowStore::holds(messages::PlayRecord const& record) const {
    return recentSet_.contains(identity(record));
}

std::int64_t RowStore::first() const {
    for (auto const& segment : segments_) {
        if (segment.epoch == epoch_ && segment.last >= segment.first) {
            return segment.first;
        }
    }
    return last_ + 1;
}

std::int64_t RowStore::unreadableAt() const {
    std::int64_t out = 0;
    for (auto const& segment : segments_) {
        if (segment.epoch == epoch_ && segment.unreadable) {
            out = std::max(out, segment.first);
        }
    }
    return out;
}

Result<RowStore> RowStore::open(std::filesystem::path folder, std::size_t segmentBytes) {
    std::error_code ec;
    std::filesystem::create_directories(folder, ec);
    RowStore store(std::move(folder), segmentBytes);
    auto found = RowSegment::list(store.folder_);
    if (!found) {
        return found.error();
    }
    store.segments_ = std::move(*found);
    for (auto const step : {&RowStore::dropUnfinishedEpoch, &RowStore::readNewest,
                            &RowStore::findSpans, &RowStore::openTail}) {
        if (auto done = (store.*step)(); !done) {
            return done.error();
        }
    }
    return store;
}

/// openEpoch writes an epoch's first segment last. Where it is missing, a kill fell in between, and
/// the epoch before still has all the rows.
Result<> RowStore::dropUnfinishedEpoch() {
    auto const newest = segments_.empty() ? 0 : segments_.back().epoch;
    auto const begin = std::find_if(segments_.begin(), segments_.end(),
                                    [&](RowSegment const& each) { return each.epoch == newest; });
    if (begin == segments_.begin() || begin->number == (begin - 1)->number + 1) {
        return {};
    }
    for (auto segment = begin; segment != segments_.end(); ++segment) {
        auto aside = segment->file;
        aside += ".unfinished";
        if (std::rename(segment->file.c_str(), aside.c_str()) != 0) {
            return files::failed("rename to", aside);
        }
    }
    segments_.erase(begin, segments_.end());
    return {};
}

/// Backwards through segments until the last row and the latest plays are known.
Result<> RowStore::readNewest() {
    if (segments_.empty()) {
        return {};
    }
    epoch_ = segments_.back().epoch;
    std::vector<messages::PlayRecord> latest;
    for (auto segment = segments_.rbegin(); segment != segments_.rend(); ++segment) {
        if (latest.size() >= kRecent && last_ > 0) {
            break;
        }
        auto const bytes = segment->index();
        if (!bytes && bytes.error().code != Errc::damaged) {
            return bytes.error();
        }
        if (!bytes) {
            segment->unreadable = true;
            continue;
        }
        if (segment->epoch == epoch_ && last_ == 0 && !segment->rows.empty()) {
            last_ = segment->rows.back().sequence;
        }
        for (auto row = segment->rows.rbegin();
             row != segment->rows.rend() && latest.size() < kRecent; ++row) {
            auto const text = unframed(std::string_view(*bytes).substr(row->offset, row->length));
            if (auto record = messages::parseLine(text.value_or(""))) {
                latest.push_back(std::move(*record));
            }
        }
    }
    std::for_each(latest.rbegin(), latest.rend(), [this](auto const& each) { remember(each); });
    synced_ = last_;
    return {};
}

/// The span of each segment of this epoch from its own first row and that of the next.
Result<> RowStore::findSpans() {
    auto next = last_ + 1;
    for (auto segment = segments_.rbegin(); segment != segments_.rend() && segment->epoch == epoch_;
         ++segment) {
        bool const known = segment->indexed || segment->unreadable;
        auto first = known ? std::nullopt : segment->peekFirst();
        if (!first && !known) {
            segment->unreadable = !segment->index();
        }
        if (!first && !segment->rows.empty()) {
            first = segment->rows.front().sequence;
        }
        bool const isTail = segment == segments_.rbegin();
        // One that begins after its successor belongs to no order, and one without any row left to
        // none that is known.
        segment->unreadable |= first.value_or(isTail ? next : next + 1) > next;
        segment->first = segment->unreadable ? next : first.value_or(next);
        segment->last = next - 1;
        next = segment->first;
    }
    return {};
}

Result<> RowStore::openTail() {
    if (segments_.empty()) {
        return {};
    }
    auto const& segment = segments_.back();
    if (segment.unreadable) {
        return {};  // left as it is; the next row begins a segment
    }
    Fd fd(::open(segment.file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
    if (!fd) {
        return files::failed("open", segment.file);
    }
    if (::ftruncate(fd.get(), static_cast<off_t>(segment.goodBytes)) != 0) {
        return files::failed("cut", segment.file);
    }
    // What a killed predecessor had written but not synced is in the page cache only.
    if (::fdatasync(fd.get()) != 0) {
        return files::failed("sync", segment.file);
    }
    tailBytes_ = segment.goodBytes;
    tail_ = std::move(fd);
    return {};
}

/// A new segment file without rows.
Result<> RowStore::startSegment() {
    RowSegment segment;
    segment.number = segments_.empty() ? 1 : segments_.back().number + 1;
    segment.epoch = epoch_;
    segment.file = RowSegment::fileIn(folder_, segment.number, epoch_);
    segment.first = last_ + 1;
    segment.last = last_;
    segment.indexed = true;
    if (auto done = files::replace(segment.file, ""); !done) {
        return done;
    }
    Fd fd(::open(segment.file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
    if (!fd) {
        return files::failed("open", segment.file);
    }
    segments_.push_back(std::move(segment));
    tail_ = std::move(fd);
    tailBytes_ = 0;
    return {};
}

Result<> RowStore::append(messages::PlayRecord const& record) {
    if (record.sequence != last_ + 1) {
        return Error{Errc::internal, "row " + std::to_string(record.sequence) + " after row " +
                                         std::to_string(last_)};
    }
    if (!tail_ || tailBytes_ >= segmentBytes_) {
        if (tail_) {
            if (auto done = sync(); !done) {
                return done;
            }
        }
        if (auto done = startSegment(); !done) {
            return done;
        }
    }
    auto const line = framed(messages::toLine(record));
    if (auto done = files::writeAll(tail_.get(), line, segments_.back().file); !done) {
        // Take back what was written of it, so that the next row does not follow a torn one.
        if (::ftruncate(tail_.get(), static_cast<off_t>(tailBytes_)) != 0) {
            (void)sync();  // the next segment's syncs are not about this one
            tail_ = Fd();
        }
        return done;
    }
    last_ = record.sequence;
    segments_.back().last = last_;
    segments_.back().rows.push_back({last_, tailBytes_, line.size() - 1});
    tailBytes_ += line.size();
    remember(record);
    return {};
}

Result<> RowStore::sync() {
    if (synced_ == last_ || !tail_) {
        return {};
    }
    if (::fdatasync(tail_.get()) != 0) {
        return files::failed("sync", segments_.back().file);
    }
    synced_ = last_;
    return {};
}

void RowStore::skipTo(std::int64_t sequence) {
    last_ = std::max(last_, sequence);
    synced_ = last_;
    if (!segments_.empty() && segments_.back().epoch == epoch_) {
        segments_.back().last = last_;
    }
}

/// The spans of former epochs were not found at the start.
Result<> RowStore::findFormerSpan(RowSegment& segment) {
    bool const known = segment.last >= segment.first;
    if (segment.epoch == epoch_ || known || segment.unreadable) {
        return {};
    }
    if (!segment.indexed) {
        auto const bytes = segment.index();
        segment.unreadable = !bytes && bytes.error().code == Errc::damaged;
        if (!bytes) {
            return segment.unreadable ? Result<>() : bytes.error();
        }
    }
    if (!segment.rows.empty()) {
        segment.first = segment.rows.front().sequence;
        segment.last = segment.rows.back().sequence;
    }
    return {};
}

Result<std::vector<std::string>> RowStore::linesOf(std::int64_t epoch, std::int64_t first,
                                                   std::int64_t count) {
    std::vector<std::string> out;
    for (auto& segment : segments_) {
        if (segment.epoch != epoch) {
            continue;
        }
        if (auto done = findFormerSpan(segment); !done) {
            return done.error();
        }
        auto const from = std::max(first, segment.first);
        auto const to = std::min(first + count - 1, segment.last);
        if (from > to) {
            continue;
        }
        if (!segment.indexed) {
            if (auto const bytes = segment.index(); !bytes) {
                return bytes.error();
            }
        }
        if (auto done = segment.read(from, to, out); !done) {
            return done.error();
        }
    }
    if (static_cast<std::int64_t>(out.size()) != count) {
        return Error{Errc::notFound, "rows " + std::to_string(first) + " to " +
                                         std::to_string(first + count - 1) + " of epoch " +
                                         std::to_string(epoch) + " cannot all be read"};
    }
    return out;
}

Result<RowStore::Carried> RowStore::openEpoch(std::int64_t epoch, messages::PlayRecord gap,
                                              std::int64_t from) {
    auto const number = segments_.empty() ? 1 : segments_.back().number + 1;
    RowEpoch next(folder_, number, epoch, segmentBytes_);
    Carried carried;
    for (auto& segment : segments_) {
        if (segment.epoch != epoch_ || segment.last < from) {
            continue;
        }
        std::vector<std::string> lines;
        if (segment.indexed || segment.index()) {
            (void)segment.read(from, segment.last, lines);  // what is missing is counted below
        }
        for (auto const& line : lines) {
            auto record = messages::parseLine(line);
            if (!record) {
                continue;
            }
            if (auto done = next.add(std::move(*record)); !done) {
                return done.error();
            }
            ++carried.rows;
        }
    }
    carried.lost = std::max<std::int64_t>(0, last_ - from + 1) - carried.rows;
    if (carried.lost > 0) {
        gap.reason += "; " + std::to_string(carried.lost) + " rows cannot be read";
    }
    auto segments = next.commit(std::move(gap));
    if (!segments) {
        return segments.error();
    }
    epoch_ = epoch;
    last_ = carried.rows + 1;
    synced_ = last_;
    std::move(segments->begin(), segments->end(), std::back_inserter(segments_));
    // The epoch stands. Should its last segment not open, the next row begins another.
    tail_ = Fd(::open(segments_.back().file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
    tailBytes_ = segments_.back().goodBytes;
    return carried;
}

void RowStore::discard(std::int64_t acknowledged, std::filesystem::file_time_type before) {
    while (segments_.size() > 1) {
        auto const& oldest = segments_.front();
        std::error_code ec;
        auto const written = std::filesystem::last_write_time(oldest.file, ec);
        bool const done = oldest.epoch < epoch_ || oldest.last <= acknowledged;
        if (ec || !done || written >= before) {
            return;
        }
        std::filesystem::remove(oldest.file, ec);
        if (ec) {
            return;
        }
        segments_.erase(segments_.begin());
    }
}

}  // namespace tocsin::player
