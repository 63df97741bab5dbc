// SPDX-License-Identifier: Apache-2.0
// Characters that no font has (生僻字, 造字), as somebody drew them. A slogan carries those that it
// needs in its description, so what was approved is what players draw, whatever fonts they have.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::media {

struct DrawnCharacter {
    /// Dots on a side of the square of the em. Smaller letters are averaged from them, larger ones
    /// smoothed.
    static constexpr int kSide = 128;
    static constexpr std::size_t kBytes = std::size_t{kSide} * kSide / 8;

    char32_t character = 0;
    std::vector<std::uint8_t> dots;  ///< rows from the top, a bit a dot, the highest bit left
    [[nodiscard]] static constexpr std::size_t bitOf(int x, int y) {
        return static_cast<std::size_t>(y) * kSide + static_cast<std::size_t>(x);
    }
    [[nodiscard]] bool at(int x, int y) const {
        auto const bit = bitOf(x, y);
        return (dots[bit / 8] >> (7 - bit % 8) & 1) != 0;
    }
    bool operator==(DrawnCharacter const&) const = default;
};

/// Of a slogan, so that its description stays a small file.
inline constexpr std::size_t kMostDrawnCharacters = 8;

/// "U+2B7A9 " and the dots in base64: how descriptions and requests write it.
[[nodiscard]] std::string drawnText(DrawnCharacter const& drawn);
/// Reads exactly that form; nothing for any other spelling, and if nothing is drawn at all.
[[nodiscard]] std::optional<DrawnCharacter> drawnFrom(std::string_view text);

}  // namespace tocsin::media
