// SPDX-License-Identifier: Apache-2.0
// Cutting, keeping and rebuilding batches. A line is base64(header) + space + base64(signature).
#include "journal/batch_log.hpp"

#include <fcntl.h>
#include <unistd.h>

#include "journal/checked_lines.hpp"

namespace tocsin::player {
namespace {

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

Result<BatchLog> BatchLog::open(std::filesystem::path const& folder, std::int64_t epoch) {
    BatchLog log(folder / (std::to_string(epoch) + ".batches"), epoch);
    if (auto done = log.load(); !done) {
        return done.error();
    }
    return log;
}

Result<> BatchLog::load() {
    Fd fd(::open(file_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
    if (!fd) {
        return files::failed("open", file_);
    }
    auto const bytes = files::read(file_, 1U << 31);
    if (!bytes) {
        return bytes.error();
    }
    auto const checked = readChecked(*bytes);
    if (checked.goodBytes < bytes->size() &&
        ::ftruncate(fd.get(), static_cast<off_t>(checked.goodBytes)) != 0) {
        return files::failed("cut", file_);
    }
    if (::fdatasync(fd.get()) != 0) {
        return files::failed("sync", file_);
    }
    for (auto const& line : checked.lines) {
        auto const parsed = parseEntry(line.text, file_);
        if (!parsed) {
            return parsed.error();
        }
        auto const& fields = parsed->fields;
        if (fields.batch != last() + 1 || fields.epoch != epoch_) {
            return Error{
                Errc::damaged,
                file_.string() + " holds batches out of order; move the journal folder away"};
        }
        entries_.push_back(
            {fields.first, fields.first + fields.count - 1, line.offset, line.text.size() + 9});
        lastHeader_ = messages::sha256(parsed->header);
    }
    bytes_ = checked.goodBytes;
    fd_ = std::move(fd);
    return {};
}

std::int64_t BatchLog::firstRowOf(std::int64_t batch) const {
    return entries_.at(static_cast<std::size_t>(batch - 1)).firstRow;
}

std::int64_t BatchLog::lastRowOf(std::int64_t batch) const {
    return entries_.at(static_cast<std::size_t>(batch - 1)).lastRow;
}

Result<> BatchLog::cut(messages::BatchHeader header, std::vector<std::string> const& lines,
                       messages::KeyPair const& key) {
    header.device = key.publicKey();
    header.epoch = epoch_;
    header.batch = last() + 1;
    header.first = lastRow() + 1;
    header.count = static_cast<std::int64_t>(lines.size());
    header.root = messages::treeHash(lines);
    header.prev = lastHeader_;
    auto const text = messages::toText(header);
    auto const signature = key.sign(messages::signedBytes(messages::kProofKind, text));
    auto const line = framed(messages::base64(text) + " " + signature.base64());
    auto done = files::writeAll(fd_.get(), line, file_);
    if (done && ::fdatasync(fd_.get()) != 0) {
        done = files::failed("sync", file_);
    }
    if (!done) {
        if (::ftruncate(fd_.get(), static_cast<off_t>(bytes_)) != 0) {
            return files::failed("cut", file_);
        }
        return done;
    }
    entries_.push_back({header.first, header.first + header.count - 1, bytes_, line.size() - 1});
    bytes_ += line.size();
    lastHeader_ = messages::sha256(text);
    return {};
}

Result<std::string> BatchLog::text(std::int64_t batch, RowStore const& rows) const {
    auto const& entry = entries_.at(static_cast<std::size_t>(batch - 1));
    std::string line(entry.length, '\0');
    auto const n = ::pread(fd_.get(), line.data(), line.size(), static_cast<off_t>(entry.offset));
    auto const text = n == static_cast<ssize_t>(line.size()) ? unframed(line) : std::nullopt;
    if (!text) {
        return Error{Errc::damaged,
                     file_.string() + " cannot be read at byte " + std::to_string(entry.offset)};
    }
    auto parsed = parseEntry(*text, file_);
    if (!parsed) {
        return parsed.error();
    }
    auto lines = rows.lines(entry.firstRow, entry.lastRow - entry.firstRow + 1);
    if (!lines) {
        return lines.error();
    }
    return messages::toText(
        messages::PlayBatch{parsed->header, parsed->signature, std::move(*lines)});
}

}  // namespace tocsin::player
