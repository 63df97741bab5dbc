// SPDX-License-Identifier: Apache-2.0
// Numbers out of bytes; whoever calls has made sure that they are there.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace tocsin::media::detail {

using Bytes = std::span<std::uint8_t const>;

inline bool startsWith(Bytes bytes, std::size_t at, std::string_view text) {
    return bytes.size() >= at + text.size() &&
           std::memcmp(bytes.data() + at, text.data(), text.size()) == 0;
}
inline bool holds(Bytes bytes, std::string_view text) {
    return std::string_view(reinterpret_cast<char const*>(bytes.data()), bytes.size()).find(text) !=
           std::string_view::npos;
}
inline std::uint32_t bigEndian16(Bytes bytes, std::size_t at) {
    return std::uint32_t{bytes[at]} << 8 | bytes[at + 1];
}
inline std::uint32_t bigEndian32(Bytes bytes, std::size_t at) {
    return bigEndian16(bytes, at) << 16 | bigEndian16(bytes, at + 2);
}
inline std::uint32_t littleEndian16(Bytes bytes, std::size_t at) {
    return std::uint32_t{bytes[at + 1]} << 8 | bytes[at];
}
inline std::uint32_t littleEndian24(Bytes bytes, std::size_t at) {
    return std::uint32_t{bytes[at + 2]} << 16 | littleEndian16(bytes, at);
}
inline std::uint32_t littleEndian32(Bytes bytes, std::size_t at) {
    return littleEndian16(bytes, at + 2) << 16 | littleEndian16(bytes, at);
}

}  // namespace tocsin::media::detail
