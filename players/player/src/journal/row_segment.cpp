// SPDX-License-Identifier: Apache-2.0
// Names, indexes and lines of segment files.
#include "journal/row_segment.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>

#include "engine/files.hpp"
#include "journal/checked_lines.hpp"

namespace tocsin::player {
namespace {

constexpr std::size_t kMostBytes = 256 << 20;
constexpr std::size_t kPeekBytes = 8192;  // no line is that long

/// A line's first field; the checksum has told already that the line is as it was written.
std::optional<std::int64_t> sequenceOf(std::string_view text) {
    std::int64_t out = 0;
    auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (ec != std::errc{} || end == text.data() + text.size() || *end != '\t') {
        return std::nullopt;
    }
    return out;
}

}  // namespace

std::filesystem::path RowSegment::fileIn(std::filesystem::path const& folder, std::int64_t number,
                                         std::int64_t epoch) {
    char name[64];
    std::snprintf(name, sizeof name, "%06lld-%lld.rows", static_cast<long long>(number),
                  static_cast<long long>(epoch));
    return folder / name;
}

Result<std::vector<RowSegment>> RowSegment::list(std::filesystem::path const& folder) {
    std::vector<RowSegment> out;
    std::error_code ec;
    for (auto const& entry : std::filesystem::directory_iterator(folder, ec)) {
        long long number = 0;
        long long epoch = 0;
        int used = 0;
        auto const name = entry.path().filename().string();
        if (std::sscanf(name.c_str(), "%lld-%lld.rows%n", &number, &epoch, &used) == 2 &&
            static_cast<std::size_t>(used) == name.size()) {
            RowSegment segment;
            segment.file = entry.path();
            segment.number = number;
            segment.epoch = epoch;
            out.push_back(std::move(segment));
        }
    }
    if (ec) {
        return Error{Errc::unavailable,
                     "cannot read the folder " + folder.string() + ": " + ec.message()};
    }
    std::sort(out.begin(), out.end(),
              [](RowSegment const& a, RowSegment const& b) { return a.number < b.number; });
    return out;
}

std::optional<std::int64_t> RowSegment::peekFirst() const {
    Fd const fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    std::string bytes(kPeekBytes, '\0');
    auto const n = fd ? ::pread(fd.get(), bytes.data(), bytes.size(), 0) : -1;
    if (n <= 0) {
        return std::nullopt;
    }
    bytes.resize(static_cast<std::size_t>(n));
    auto const text = unframed(std::string_view(bytes).substr(0, bytes.find('\n')));
    return text ? sequenceOf(*text) : std::nullopt;
}

Result<std::string> RowSegment::index() {
    auto bytes = files::read(file, kMostBytes);
    if (!bytes) {
        // A folder in its place, or a file that no player wrote.
        bool const strange =
            bytes.error().code == Errc::exhausted || !std::filesystem::is_regular_file(file);
        return strange ? Error{Errc::damaged, bytes.error().message} : bytes.error();
    }
    std::vector<Row> found;
    auto const checked = readAllChecked(*bytes);
    for (auto const& line : checked.lines) {
        auto const sequence = sequenceOf(line.text);
        if (!sequence || (!found.empty() && *sequence <= found.back().sequence)) {
            return Error{Errc::damaged, file.string() + " holds a row out of order at byte " +
                                            std::to_string(line.offset)};
        }
        found.push_back({*sequence, line.offset, framedBytes(line.text) - 1});
    }
    rows = std::move(found);
    goodBytes = checked.goodBytes;
    indexed = true;
    return bytes;
}

Result<> RowSegment::read(std::int64_t from, std::int64_t to, std::vector<std::string>& out) const {
    auto const before = [](Row const& row, std::int64_t sequence) {
        return row.sequence < sequence;
    };
    auto const begin = std::lower_bound(rows.begin(), rows.end(), from, before);
    auto const end = std::lower_bound(begin, rows.end(), to + 1, before);
    if (begin == end) {
        return {};
    }
    auto const& final = *(end - 1);
    std::string bytes(final.offset + final.length - begin->offset, '\0');
    Fd const fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd) {
        return files::failed("open", file);
    }
    auto const n = ::pread(fd.get(), bytes.data(), bytes.size(), static_cast<off_t>(begin->offset));
    if (n < 0) {
        return files::failed("read", file);
    }
    bytes.resize(static_cast<std::size_t>(n));
    for (auto row = begin; row != end && row->offset - begin->offset < bytes.size(); ++row) {
        auto const line = std::string_view(bytes).substr(row->offset - begin->offset, row->length);
        if (auto const text = unframed(line)) {
            out.emplace_back(*text);
        }
    }
    return {};
}

}  // namespace tocsin::player
