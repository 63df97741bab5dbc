// SPDX-License-Identifier: Apache-2.0
// EXIF as phones write it, for tests.
#pragma once

#include <cstdint>
#include <string>

namespace tocsin::test {

/// The JPEG file with a segment in it that says when it was taken: "2026:06:01 08:30:00", and
/// "+08:00" or nothing.
[[nodiscard]] inline std::string withExif(std::string const& jpeg, std::string const& taken,
                                          std::string const& offset) {
    auto const number = [](std::uint32_t value, int bytes) {
        std::string out;
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            out += static_cast<char>(value >> shift & 0xffU);
        }
        return out;
    };
    constexpr std::uint32_t kText = 2, kLong = 4, kFirst = 8;
    auto const entry = [&](std::uint32_t tag, std::uint32_t type, std::uint32_t count,
                           std::uint32_t value) {
        return number(tag, 2) + number(type, 2) + number(count, 4) + number(value, 4);
    };
    auto const takenText = taken + '\0', offsetText = offset + '\0';
    std::uint32_t const entries = offset.empty() ? 1 : 2;
    std::uint32_t const directory = kFirst + 2 + 12 + 4;
    std::uint32_t const texts = directory + 2 + 12 * entries + 4;
    auto const size = [](std::string const& text) {
        return static_cast<std::uint32_t>(text.size());
    };
    std::string tiff = std::string("MM\0*", 4) + number(kFirst, 4) + number(1, 2) +
                       entry(0x8769, kLong, 1, directory) + number(0, 4) + number(entries, 2) +
                       entry(0x9003, kText, size(takenText), texts);
    if (!offset.empty()) {
        tiff += entry(0x9011, kText, size(offsetText), texts + size(takenText));
    }
    tiff += number(0, 4) + takenText + (offset.empty() ? "" : offsetText);
    auto const segment = std::string("Exif\0\0", 6) + tiff;
    return jpeg.substr(0, 2) + "\xff\xe1" + number(size(segment) + 2, 2) + segment + jpeg.substr(2);
}

}  // namespace tocsin::test
