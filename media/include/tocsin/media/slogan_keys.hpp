// SPDX-License-Identifier: Apache-2.0
// The keys of a slogan's style, once for all who read or write them: files, command lines, the API,
// the worker's requests and the canonical description, whose order this is.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "tocsin/media/slogan.hpp"
#include "tocsin/media/slogan_limits.hpp"

namespace tocsin::media {

/// How it is written that there is no outline.
inline constexpr std::string_view kNoOutline = "none";

/// Shows the visitor every key but the text:
///   choice(key, Choice&, words)              one of the words
///   colour(key, Colour&)                     #rrggbb
///   colourOr(key, optional<Colour>&, none)   #rrggbb, or the word for none
///   number(key, int&, Limits)                a whole number
///   numberOrFit(key, int&, Limits)           the same, or 0, which people write by leaving it out
template <class Style, class Visitor>
void visitSloganKeys(Style& style, Visitor&& visit) {
    visit.choice("motion", style.motion, kSloganMotions);
    visit.colour("colour", style.colour);
    visit.colourOr("background", style.background, kTransparent);
    visit.colourOr("outline", style.outline, kNoOutline);
    visit.numberOrFit("outline_width", style.outlineWidth, kSloganOutlineWidth);
    visit.choice("edges", style.edges, kSloganEdges);
    visit.choice("lettering", style.lettering, kSloganLetterings);
    visit.choice("align", style.align, kSloganAligns);
    visit.numberOrFit("lines", style.lines, kSloganLines);
    visit.numberOrFit("letter_pixels", style.letterPixels, kSloganLetterPixels);
    visit.number("size_percent", style.sizePercent, kSloganSizePercent);
    visit.number("pixels_per_second", style.pixelsPerSecond, kSloganPixelsPerSecond);
    visit.number("page_seconds", style.pageSeconds, kSloganPageSeconds);
}

/// "#rrggbb", lower case.
[[nodiscard]] inline std::string colourText(Colour const& colour) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out = "#";
    for (auto const part : {colour.red, colour.green, colour.blue}) {
        out.push_back(kDigits[part >> 4]);
        out.push_back(kDigits[part & 15]);
    }
    return out;
}

/// Reads "#rrggbb" of either case.
[[nodiscard]] inline std::optional<Colour> colourNamed(std::string_view text) {
    if (text.size() != 7 || text[0] != '#') {
        return std::nullopt;
    }
    std::array<int, 3> parts{};
    for (std::size_t i = 1; i < text.size(); ++i) {
        char const c = text[i];
        int const digit = c >= '0' && c <= '9'   ? c - '0'
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                 : -1;
        if (digit < 0) {
            return std::nullopt;
        }
        parts[(i - 1) / 2] = parts[(i - 1) / 2] * 16 + digit;
    }
    return Colour{static_cast<std::uint8_t>(parts[0]), static_cast<std::uint8_t>(parts[1]),
                  static_cast<std::uint8_t>(parts[2])};
}

}  // namespace tocsin::media
