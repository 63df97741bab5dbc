// SPDX-License-Identifier: Apache-2.0
// Segment files: scan, append, rotate, discard.
#include "journal/row_store.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <map>

#include "journal/checked_lines.hpp"

namespace tocsin::player {
namespace {

constexpr std::size_t kRecent = 1024;

std::string segmentName(std::int64_t number, std::int64_t epoch) {
    char name[64];
    std::snprintf(name, sizeof name, "%06lld-%lld.rows", static_cast<long long>(number),
                  static_cast<long long>(epoch));
    return name;
}

struct Found {
    std::filesystem::path file;
    std::int64_t epoch;
};

Result<std::map<std::int64_t, Found>> listSegments(std::filesystem::path const& folder) {
    std::map<std::int64_t, Found> out;
    std::error_code ec;
    for (auto const& entry : std::filesystem::directory_iterator(folder, ec)) {
        long long number = 0;
        long long epoch = 0;
        int used = 0;
        auto const name = entry.path().filename().string();
        if (std::sscanf(name.c_str(), "%lld-%lld.rows%n", &number, &epoch, &used) == 2 &&
            static_cast<std::size_t>(used) == name.size()) {
            out[number] = {entry.path(), epoch};
        }
    }
    if (ec) {
        return Error{Errc::unavailable,
                     "cannot read the folder " + folder.string() + ": " + ec.message()};
    }
    return out;
}

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

Result<RowStore> RowStore::open(std::filesystem::path folder, std::size_t segmentBytes) {
    std::error_code ec;
    std::filesystem::create_directories(folder, ec);
    RowStore store(std::move(folder), segmentBytes);
    auto const found = listSegments(store.folder_);
    if (!found) {
        return found.error();
    }
    for (auto const& [number, segment] : *found) {
        bool const isLast = number == found->rbegin()->first;
        if (auto done = store.readSegment(segment.file, number, segment.epoch, isLast); !done) {
            return done.error();
        }
    }
    store.synced_ = store.last_;
    if (auto done = store.openTail(); !done) {
        return done.error();
    }
    return store;
}

Result<> RowStore::readSegment(std::filesystem::path const& file, std::int64_t number,
                               std::int64_t epoch, bool isLast) {
    auto const bytes = files::read(file, 256 << 20);
    if (!bytes) {
        return bytes.error();
    }
    auto const checked = readChecked(*bytes);
    if (checked.goodBytes < bytes->size()) {
        if (!isLast) {
            return Error{Errc::damaged, file.string() + " is damaged at byte " +
                                            std::to_string(checked.goodBytes) +
                                            "; move the journal folder away to start a new epoch"};
        }
        if (::truncate(file.c_str(), static_cast<off_t>(checked.goodBytes)) != 0) {
            return files::failed("cut", file);
        }
    }
    if (epoch > epoch_) {
        epoch_ = epoch;
        last_ = 0;
    }
    Segment segment{file, number, epoch, last_ + 1, last_, {}};
    bool first = true;
    for (auto const& line : checked.lines) {
        auto const record = messages::parseLine(line.text);
        if (!record || (!first && record->sequence != last_ + 1)) {
            return Error{Errc::damaged, file.string() + " holds a row out of order at byte " +
                                            std::to_string(line.offset) +
                                            "; move the journal folder away to start a new epoch"};
        }
        if (first) {
            segment.first = record->sequence;
        }
        first = false;
        last_ = record->sequence;
        segment.last = last_;
        segment.ends.push_back(line.offset + framed(line.text).size());
        remember(*record);
    }
    segments_.push_back(segment);
    return {};
}

Result<> RowStore::openTail() {
    if (segments_.empty()) {
        return {};
    }
    auto const& file = segments_.back().file;
    Fd fd(::open(file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
    if (!fd) {
        return files::failed("open", file);
    }
    // What a killed predecessor had written but not synced is in the page cache only.
    if (::fdatasync(fd.get()) != 0) {
        return files::failed("sync", file);
    }
    tailBytes_ = static_cast<std::size_t>(std::filesystem::file_size(file));
    tail_ = std::move(fd);
    return {};
}

/// A new segment file that begins with these bytes; present whole or not at all.
Result<> RowStore::startSegment(std::string_view bytes) {
    auto const number = segments_.empty() ? 1 : segments_.back().number + 1;
    auto const file = folder_ / segmentName(number, epoch_);
    if (auto done = files::replace(file, bytes); !done) {
        return done;
    }
    Fd fd(::open(file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
    if (!fd) {
        return files::failed("open", file);
    }
    segments_.push_back({file, number, epoch_, last_ + 1, last_, {}});
    tail_ = std::move(fd);
    tailBytes_ = bytes.size();
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
        if (auto done = startSegment(""); !done) {
            return done;
        }
    }
    auto const line = framed(messages::toLine(record));
    if (auto done = files::writeAll(tail_.get(), line, segments_.back().file); !done) {
        // Take back what was written of it, so that the next row does not follow a torn one.
        if (::ftruncate(tail_.get(), static_cast<off_t>(tailBytes_)) != 0) {
            tail_ = Fd();
        }
        return done;
    }
    tailBytes_ += line.size();
    last_ = record.sequence;
    segments_.back().last = last_;
    segments_.back().ends.push_back(tailBytes_);
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

Result<> RowStore::readRows(Segment const& segment, std::int64_t first, std::int64_t last,
                            std::vector<std::string>& out) {
    auto const from = static_cast<std::size_t>(first - segment.first);
    auto const to = static_cast<std::size_t>(last - segment.first);
    auto const begin = from == 0 ? 0 : segment.ends[from - 1];
    std::string bytes(segment.ends[to] - begin, '\0');
    Fd const fd(::open(segment.file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd || ::pread(fd.get(), bytes.data(), bytes.size(), static_cast<off_t>(begin)) !=
                   static_cast<ssize_t>(bytes.size())) {
        return files::failed("read", segment.file);
    }
    auto const checked = readChecked(bytes);
    if (checked.lines.size() != to - from + 1) {
        return Error{Errc::damaged,
                     segment.file.string() + " is damaged after byte " + std::to_string(begin)};
    }
    for (auto const& line : checked.lines) {
        out.emplace_back(line.text);
    }
    return {};
}

Result<std::vector<std::string>> RowStore::lines(std::int64_t first, std::int64_t count) const {
    std::vector<std::string> out;
    for (auto const& segment : segments_) {
        auto const from = std::max(first, segment.first);
        auto const to = std::min(first + count - 1, segment.last);
        if (segment.epoch != epoch_ || from > to) {
            continue;
        }
        if (auto done = readRows(segment, from, to, out); !done) {
            return done.error();
        }
    }
    if (static_cast<std::int64_t>(out.size()) != count) {
        return Error{Errc::notFound, "rows " + std::to_string(first) + " to " +
                                         std::to_string(first + count - 1) + " of epoch " +
                                         std::to_string(epoch_) + " are not held"};
    }
    return out;
}

Result<> RowStore::openEpoch(std::int64_t epoch, std::vector<messages::PlayRecord> rows) {
    std::string bytes;
    std::vector<std::size_t> ends;
    std::int64_t sequence = 0;
    for (auto& row : rows) {
        row.sequence = ++sequence;
        bytes += framed(messages::toLine(row));
        ends.push_back(bytes.size());
    }
    auto const before = std::pair{epoch_, last_};
    epoch_ = epoch;
    last_ = 0;
    if (auto done = startSegment(bytes); !done) {
        std::tie(epoch_, last_) = before;
        return done;
    }
    last_ = sequence;
    synced_ = sequence;
    segments_.back().last = sequence;
    segments_.back().ends = std::move(ends);
    return {};
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
