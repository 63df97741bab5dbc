// SPDX-License-Identifier: Apache-2.0
// Cutting, keeping and rebuilding batches. A line is base64(header) + space + base64(signature).
#include "journal/batch_log.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <tuple>

#include "journal/checked_lines.hpp"
#include "journal/receipt_log.hpp"

namespace tocsin::player {
namespace {

constexpr char kFormat[] = "tocsin-batches/1";
constexpr std::size_t kMostBytes = 64 << 20;

struct Parsed {
    std::string header;
    messages::Signature signature;
    messages::BatchHeader fields;
};

Result<Parsed> parseEntry(std::string_view text, std::filesystem::path const& file) {
    Error const damaged{Errc::damaged, file.string() + " holds a line that is no batch header"};
    auto const space = text.find(' ');
    if (space == std::string_view::npos) {
        return damaged;
    }
    auto const header = messages::unbase64(text.substr(0, space));
    auto const signature = messages::Signature::fromBase64(text.substr(space + 1));
    if (!header || !signature) {
        return damaged;
    }
    auto fields = messages::parseHeader(*header);
    if (!fields) {
        return damaged;
    }
    return Parsed{*header, *signature, std::move(*fields)};
}

}  // namespace

Result<std::vector<BatchLog::File>> BatchLog::list(std::filesystem::path const& folder) {
    std::vector<File> out;
    std::error_code ec;
    for (auto const& entry : std::filesystem::directory_iterator(folder, ec)) {
        long long epoch = 0;
        long long first = 0;
        int used = 0;
        auto const name = entry.path().filename().string();
        if (std::sscanf(name.c_str(), "%lld-%lld.batches%n", &epoch, &first, &used) == 2 &&
            static_cast<std::size_t>(used) == name.size()) {
            out.push_back({entry.path(), epoch, first});
        }
    }
    if (ec) {
        return Error{Errc::unavailable,
                     "cannot read the folder " + folder.string() + ": " + ec.message()};
    }
    std::sort(out.begin(), out.end(), [](File const& a, File const& b) {
        return std::tie(a.epoch, a.first) < std::tie(b.epoch, b.first);
    });
    return out;
}

Result<std::int64_t> BatchLog::newestEpoch(std::filesystem::path const& folder) {
    auto const files = list(folder);
    if (!files) {
        return files.error();
    }
    return files->empty() ? 0 : files->back().epoch;
}

Result<BatchLog> BatchLog::open(std::filesystem::path folder, std::int64_t epoch,
                                std::size_t fileBatches) {
    BatchLog log(std::move(folder), epoch, fileBatches);
    if (auto done = log.load(Use::write); !done) {
        return done.error();
    }
    return log;
}

Result<BatchLog> BatchLog::openFormer(std::filesystem::path folder, std::int64_t epoch) {
    BatchLog log(std::move(folder), epoch, kFileBatches);
    if (auto done = log.load(Use::look); !done) {
        return done.error();
    }
    return log;
}

Result<BatchLog::Index> BatchLog::readIndex(File const& file) {
    auto const bytes = files::read(file.path, kMostBytes);
    if (!bytes) {
        return bytes.error();
    }
    auto const checked = readChecked(*bytes);
    Index out{file.path, file.first, {}, 0, {}};
    for (auto const& line : checked.lines) {
        if (line.offset == 0) {
            if (line.text != kFormat) {
                return Error{Errc::damaged, file.path.string() + " has format \"" +
                                                std::string(line.text.substr(0, 64)) +
                                                "\", this player knows " + kFormat};
            }
            continue;
        }
        auto const parsed = parseEntry(line.text, file.path);
        if (!parsed) {
            return parsed.error();
        }
        auto const& fields = parsed->fields;
        auto const expected = out.first + static_cast<std::int64_t>(out.entries.size());
        if (fields.batch != expected || fields.epoch != file.epoch) {
            return Error{Errc::damaged, file.path.string() + " holds batches out of order"};
        }
        out.entries.push_back({fields.first, fields.first + fields.count - 1, line.offset,
                               framedBytes(line.text) - 1});
        out.lastHeader = messages::sha256(parsed->header);
    }
    out.goodBytes = checked.goodBytes;
    return out;
}

Result<> BatchLog::load(Use use) {
    auto files = list(folder_);
    if (!files) {
        return files.error();
    }
    files_ = std::move(*files);
    std::erase_if(files_, [this](File const& file) { return file.epoch > epoch_; });
    while (!files_.empty() && files_.back().epoch == epoch_) {
        auto index = readIndex(files_.back());
        if (!index && index.error().code != Errc::damaged) {
            return index.error();
        }
        if (index && !index->entries.empty()) {
            tail_ = std::move(*index);
            return use == Use::look ? Result<>() : openTail();
        }
        // Nothing in it can be read: then the one before holds the last batch.
        if (use == Use::look) {
            files_.pop_back();
            continue;
        }
        auto aside = files_.back().path;
        aside += ".damaged";
        if (std::rename(files_.back().path.c_str(), aside.c_str()) != 0) {
            return files::failed("rename to", aside);
        }
        files_.pop_back();
    }
    return {};
}

Result<> BatchLog::openTail() {
    Fd fd(::open(tail_.path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
    if (!fd) {
        return files::failed("open", tail_.path);
    }
    if (auto done = files::cutTo(fd.get(), tail_.goodBytes, tail_.path); !done) {
        return done;
    }
    // What a killed predecessor had written but not synced is in the page cache only.
    if (::fdatasync(fd.get()) != 0) {
        return files::failed("sync", tail_.path);
    }
    fd_ = std::move(fd);
    return {};
}

std::int64_t BatchLog::first() const noexcept {
    auto const oldest = std::find_if(files_.begin(), files_.end(),
                                     [this](File const& file) { return file.epoch == epoch_; });
    return oldest == files_.end() ? last() + 1 : oldest->first;
}

Result<BatchLog::Index const*> BatchLog::indexOf(std::int64_t batch) {
    auto const holds = [batch](Index const& index) {
        return index.first <= batch &&
               batch < index.first + static_cast<std::int64_t>(index.entries.size());
    };
    if (holds(tail_)) {
        return &tail_;
    }
    if (!holds(older_)) {
        auto const file = std::find_if(files_.rbegin(), files_.rend(), [&](File const& each) {
            return each.epoch == epoch_ && each.first <= batch;
        });
        if (file != files_.rend() && file->path != tail_.path) {
            auto index = readIndex(*file);
            if (!index) {
                return index.error();
            }
            older_ = std::move(*index);
        }
    }
    if (!holds(older_)) {
        return Error{Errc::notFound, "batch " + std::to_string(batch) + " of epoch " +
                                         std::to_string(epoch_) + " is not held"};
    }
    return &older_;
}

Result<std::int64_t> BatchLog::lastRowOf(std::int64_t batch) {
    bool const before = batch + 1 == first();
    if (before && batch == last()) {
        return lastRow();
    }
    auto const index = indexOf(before ? batch + 1 : batch);
    if (!index) {
        return index.error();
    }
    auto const place = (before ? batch + 1 : batch) - (*index)->first;
    auto const& entry = (*index)->entries[static_cast<std::size_t>(place)];
    return before ? entry.firstRow - 1 : entry.lastRow;
}

/// A new file that begins with this batch; present whole or not at all.
Result<> BatchLog::startFile(std::string_view line) {
    long long const first = last() + 1;
    char name[64];
    std::snprintf(name, sizeof name, "%lld-%06lld.batches", static_cast<long long>(epoch_), first);
    auto const path = folder_ / name;
    auto const head = framed(kFormat);
    if (auto done = files::replace(path, head + std::string(line)); !done) {
        return done;
    }
    Fd fd(::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
    if (!fd) {
        return files::failed("open", path);
    }
    files_.push_back({path, epoch_, first});
    tail_ = {path, first, {}, head.size(), {}};
    fd_ = std::move(fd);
    return {};
}

Result<> BatchLog::append(std::string_view line) {
    if (!fd_ || tail_.entries.size() >= fileBatches_) {
        return startFile(line);
    }
    auto done = files::writeAll(fd_.get(), line, tail_.path);
    if (done && ::fdatasync(fd_.get()) != 0) {
        done = files::failed("sync", tail_.path);
    }
    // Take back what was written of it; where that fails too, the next batch begins a file.
    if (!done && ::ftruncate(fd_.get(), static_cast<off_t>(tail_.goodBytes)) != 0) {
        fd_ = Fd();
    }
    return done;
}

Result<> BatchLog::cut(messages::BatchHeader header, std::vector<std::string> const& lines,
                       messages::KeyPair const& key) {
    header.device = key.publicKey();
    header.epoch = epoch_;
    header.batch = last() + 1;
    header.first = lastRow() + 1;
    header.count = static_cast<std::int64_t>(lines.size());
    header.root = messages::treeHash(lines);
    header.prev = tail_.lastHeader;
    auto const text = messages::toText(header);
    auto const signature = key.sign(messages::signedBytes(messages::kProofKind, text));
    auto const line = framed(messages::base64(text) + " " + signature.base64());
    if (auto done = append(line); !done) {
        return done;
    }
    tail_.entries.push_back(
        {header.first, header.first + header.count - 1, tail_.goodBytes, line.size() - 1});
    tail_.goodBytes += line.size();
    tail_.lastHeader = messages::sha256(text);
    return {};
}

/// The entry as it was written: header and signature.
Result<std::string> BatchLog::entryOf(Index const& index, Entry const& entry) const {
    std::string line(entry.length, '\0');
    Fd const fd(::open(index.path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd) {
        return files::failed("open", index.path);
    }
    auto const n = ::pread(fd.get(), line.data(), line.size(), static_cast<off_t>(entry.offset));
    auto const text = n == static_cast<ssize_t>(line.size()) ? unframed(line) : std::nullopt;
    if (!text) {
        return Error{Errc::damaged, index.path.string() + " cannot be read at byte " +
                                        std::to_string(entry.offset)};
    }
    return std::string(*text);
}

Result<Digest> BatchLog::headerOf(std::int64_t batch) {
    auto const index = indexOf(batch);
    if (!index) {
        return index.error();
    }
    auto const& entry = (*index)->entries[static_cast<std::size_t>(batch - (*index)->first)];
    auto const text = entryOf(**index, entry);
    if (!text) {
        return text.error();
    }
    auto const parsed = parseEntry(*text, (*index)->path);
    return parsed ? Result<Digest>(messages::sha256(parsed->header)) : parsed.error();
}

Result<std::filesystem::path> BatchLog::fileOf(std::int64_t batch) {
    auto const index = indexOf(batch);
    return index ? Result<std::filesystem::path>((*index)->path) : index.error();
}

Result<std::string> BatchLog::text(std::int64_t batch, RowStore& rows) {
    auto const index = indexOf(batch);
    if (!index) {
        return index.error();
    }
    auto const& entry = (*index)->entries[static_cast<std::size_t>(batch - (*index)->first)];
    auto const text = entryOf(**index, entry);
    if (!text) {
        return text.error();
    }
    auto parsed = parseEntry(*text, (*index)->path);
    if (!parsed) {
        return parsed.error();
    }
    auto lines = rows.linesOf(epoch_, entry.firstRow, entry.lastRow - entry.firstRow + 1);
    if (!lines) {
        return lines.error();
    }
    return messages::toText(
        messages::PlayBatch{parsed->header, parsed->signature, std::move(*lines)});
}

void BatchLog::discard(std::int64_t acknowledged, std::filesystem::file_time_type before) {
    while (files_.size() > 1) {
        auto const& oldest = files_.front();
        std::error_code ec;
        auto const written = std::filesystem::last_write_time(oldest.path, ec);
        bool const done = oldest.epoch < epoch_ || files_[1].first - 1 <= acknowledged;
        if (ec || !done || written >= before) {
            return;
        }
        ReceiptLog::remove(oldest.path);
        std::filesystem::remove(oldest.path, ec);
        if (ec) {
            return;
        }
        files_.erase(files_.begin());
    }
}

}  // namespace tocsin::player
