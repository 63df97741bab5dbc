// SPDX-License-Identifier: Apache-2.0
// Framing by CRC-32 (the polynomial of zlib and Ethernet).
#include "journal/checked_lines.hpp"

#include <boost/crc.hpp>
#include <charconv>
#include <cstdio>

namespace tocsin::player {
namespace {

constexpr std::size_t kHead = 9;

std::uint32_t checksum(std::string_view text) {
    boost::crc_32_type crc;
    crc.process_bytes(text.data(), text.size());
    return crc.checksum();
}

}  // namespace

std::string framed(std::string_view text) {
    char head[kHead + 1];
    std::snprintf(head, sizeof head, "%08x ", static_cast<unsigned>(checksum(text)));
    std::string out;
    out.reserve(kHead + text.size() + 1);
    out.append(head, kHead);
    out.append(text);
    out.push_back('\n');
    return out;
}

std::size_t framedBytes(std::string_view text) {
    return kHead + text.size() + 1;
}

std::optional<std::string_view> unframed(std::string_view line) {
    if (line.size() < kHead || line[kHead - 1] != ' ') {
        return std::nullopt;
    }
    std::uint32_t told = 0;
    auto const [end, ec] = std::from_chars(line.data(), line.data() + kHead - 1, told, 16);
    auto const text = line.substr(kHead);
    if (ec != std::errc{} || end != line.data() + kHead - 1 || told != checksum(text)) {
        return std::nullopt;
    }
    return text;
}

CheckedLines readChecked(std::string_view bytes) {
    CheckedLines out;
    while (out.goodBytes < bytes.size()) {
        auto const feed = bytes.find('\n', out.goodBytes);
        if (feed == std::string_view::npos) {
            break;
        }
        auto const text = unframed(bytes.substr(out.goodBytes, feed - out.goodBytes));
        if (!text) {
            break;
        }
        out.lines.push_back({*text, out.goodBytes});
        out.goodBytes = feed + 1;
    }
    return out;
}

CheckedLines readAllChecked(std::string_view bytes) {
    CheckedLines out;
    for (std::size_t at = 0; at < bytes.size();) {
        auto const feed = bytes.find('\n', at);
        if (feed == std::string_view::npos) {
            break;
        }
        if (auto const text = unframed(bytes.substr(at, feed - at))) {
            out.lines.push_back({*text, at});
            out.goodBytes = feed + 1;
        }
        at = feed + 1;
    }
    return out;
}

}  // namespace tocsin::player
