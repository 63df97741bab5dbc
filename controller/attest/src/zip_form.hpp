// SPDX-License-Identifier: Apache-2.0
// The one form in which bundles are ZIP files, so that no byte of them is free: no comments, no
// extra fields, no dates, no ZIP64; entries stand one behind the other from the first byte on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin::attest {

inline constexpr std::size_t kLocalBytes = 30, kCentralBytes = 46, kEndBytes = 22;
inline constexpr std::uint32_t kLocalMark = 0x04034b50, kCentralMark = 0x02014b50;
inline constexpr std::int64_t kMostEntryBytes = (std::int64_t{1} << 31) - 1;
inline constexpr std::int64_t kMostZipBytes = (std::int64_t{1} << 32) - (1 << 24);
inline constexpr std::size_t kMostEntries = 60'000;
inline constexpr std::size_t kMostNameBytes = 100;

enum class ZipMethod : std::uint16_t { stored = 0, deflated = 8 };

struct ZipHead {
    std::string name;
    ZipMethod method = ZipMethod::deflated;
    std::uint32_t crc = 0;
    std::int64_t packed = 0, bytes = 0;
};

/// Lower-case letters, digits, '-', '.' and '/' between steps that are not empty.
[[nodiscard]] bool isEntryName(std::string_view name);

[[nodiscard]] std::string localHeader(ZipHead const& head);
[[nodiscard]] std::string centralHeader(ZipHead const& head, std::int64_t offset);
[[nodiscard]] std::string endRecord(std::size_t entries, std::size_t centralBytes,
                                    std::int64_t centralOffset);
/// Of the first kLocalBytes bytes of an entry; the name's length comes in `nameBytes`. Nothing if
/// it is in another form.
[[nodiscard]] std::optional<ZipHead> readLocalHeader(std::string_view bytes,
                                                     std::size_t& nameBytes);

}  // namespace tocsin::attest
