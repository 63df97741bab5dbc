// SPDX-License-Identifier: Apache-2.0
#include "zip_form.hpp"

#include <algorithm>

namespace tocsin::attest {
namespace {

constexpr std::uint16_t kVersion = 20;
constexpr std::uint16_t kUtf8Names = 0x0800;
constexpr std::uint16_t kNoDate = 0x0021;  // 1 January 1980
constexpr std::uint32_t kEndMark = 0x06054b50;

void put(std::string& out, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) {
        out.push_back(static_cast<char>(value >> (8 * i) & 0xff));
    }
}

std::uint32_t take(std::string_view bytes, std::size_t at, int count) {
    std::uint32_t out = 0;
    for (int i = count - 1; i >= 0; --i) {
        auto const byte = static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
        out = out << 8 | byte;
    }
    return out;
}

/// What both headers have in common.
void putFacts(std::string& out, ZipHead const& head) {
    put(out, kVersion, 2);
    put(out, kUtf8Names, 2);
    put(out, static_cast<std::uint16_t>(head.method), 2);
    put(out, 0, 2);
    put(out, kNoDate, 2);
    put(out, head.crc, 4);
    put(out, static_cast<std::uint64_t>(head.packed), 4);
    put(out, static_cast<std::uint64_t>(head.bytes), 4);
    put(out, head.name.size(), 2);
    put(out, 0, 2);
}

}  // namespace

bool isEntryName(std::string_view name) {
    auto const allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '/';
    };
    return !name.empty() && name.size() <= kMostNameBytes &&
           std::all_of(name.begin(), name.end(), allowed) &&
           name.find("..") == std::string_view::npos && name.find("//") == std::string_view::npos &&
           name.front() != '/' && name.back() != '/' && name.front() != '.';
}

std::string localHeader(ZipHead const& head) {
    std::string out;
    put(out, kLocalMark, 4);
    putFacts(out, head);
    return out + head.name;
}

std::string centralHeader(ZipHead const& head, std::int64_t offset) {
    std::string out;
    put(out, kCentralMark, 4);
    put(out, kVersion, 2);
    putFacts(out, head);
    put(out, 0, 2);  // comment
    put(out, 0, 2);  // disk
    put(out, 0, 2);  // attributes
    put(out, 0, 4);
    put(out, static_cast<std::uint64_t>(offset), 4);
    return out + head.name;
}

std::string endRecord(std::size_t entries, std::size_t centralBytes, std::int64_t centralOffset) {
    std::string out;
    put(out, kEndMark, 4);
    put(out, 0, 4);
    put(out, entries, 2);
    put(out, entries, 2);
    put(out, centralBytes, 4);
    put(out, static_cast<std::uint64_t>(centralOffset), 4);
    put(out, 0, 2);
    return out;
}

std::optional<ZipHead> readLocalHeader(std::string_view bytes, std::size_t& nameBytes) {
    ZipHead head;
    auto const method = take(bytes, 8, 2);
    head.method = static_cast<ZipMethod>(method);
    head.crc = take(bytes, 14, 4);
    head.packed = take(bytes, 18, 4);
    head.bytes = take(bytes, 22, 4);
    nameBytes = take(bytes, 26, 2);
    auto const stored = method == static_cast<std::uint16_t>(ZipMethod::stored);
    bool const known = stored || method == static_cast<std::uint16_t>(ZipMethod::deflated);
    bool const fits = head.packed <= kMostEntryBytes && head.bytes <= kMostEntryBytes &&
                      (!stored || head.packed == head.bytes);
    bool const same = take(bytes, 4, 2) == kVersion && take(bytes, 6, 2) == kUtf8Names &&
                      take(bytes, 10, 2) == 0 && take(bytes, 12, 2) == kNoDate &&
                      take(bytes, 28, 2) == 0;
    if (!known || !fits || !same || nameBytes == 0 || nameBytes > kMostNameBytes) {
        return std::nullopt;
    }
    return head;
}

}  // namespace tocsin::attest
