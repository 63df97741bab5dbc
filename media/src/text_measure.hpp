// SPDX-License-Identifier: Apache-2.0
// A text with its widths and the places where lines may end.
#pragma once

#include <vector>

#include "drawn_characters.hpp"
#include "line_breaks.hpp"
#include "slogan_fields.hpp"

namespace tocsin::media::detail {

/// Pixels to the em when measuring.
inline constexpr int kMeasuredEm = 100;

struct MeasuredText {
    std::vector<BreakPlace> places;
    std::vector<std::size_t>
        ends;  ///< byte after the last drawn character of a line that ends there
    std::vector<std::size_t> resumes;  ///< byte where the next line begins
    std::size_t forced = 1;            ///< lines at least
};

/// For each byte of a layout of one line the width of the text before it, in the order in which it
/// is read, in Pango's units.
[[nodiscard]] std::vector<int> widthsBefore(PangoLayout& layout, std::size_t bytes);

/// The bytes [begin, end) of a text in its widest form; line breaks in it are obeyed.
[[nodiscard]] MeasuredText measureText(LiveText::Widest const& text, std::size_t begin,
                                       std::size_t end, bool first, DrawnCharacters const& drawn);

}  // namespace tocsin::media::detail
