// SPDX-License-Identifier: Apache-2.0
// Text on paper: measured and drawn in points.
#pragma once

#include <string>
#include <string_view>

#include "slogan_fonts.hpp"
#include "tocsin/media/print_document.hpp"

namespace tocsin::media::detail {

struct PrintType {
    double points = 10;  ///< to the em
    bool bold = false;
    PrintAlign align = PrintAlign::left;
    double width = 0;   ///< points; lines are broken there, inside words if need be
    int mostLines = 0;  ///< what goes beyond is cut with an ellipsis; 0: nothing is
};

/// Without what would not be seen, or would show something else than it says: control characters
/// but the end of a line, and the marks that turn the direction of text around.
[[nodiscard]] std::string printableText(std::string_view text);

/// `language`: zh or en.
[[nodiscard]] LayoutPtr layoutText(cairo_t& cairo, std::string_view text, PrintType const& type,
                                   std::string_view language);
/// In points.
[[nodiscard]] double heightOf(PangoLayout& layout);
/// Its top left at x, y.
void drawText(cairo_t& cairo, PangoLayout& layout, double x, double y);

}  // namespace tocsin::media::detail
