// SPDX-License-Identifier: Apache-2.0
// Text on paper: measured and drawn in points.
#pragma once

#include <string>
#include <string_view>

#include "slogan_fonts.hpp"
#include "tocsin/media/print_document.hpp"

namespace tocsin::media::detail {

enum class PrintFace {
    song,      ///< 宋体: forms, tables, titles
    fangsong,  ///< 仿宋, if the site has installed it: the text of official papers
    hei,       ///< 黑体: first headings
    kai        ///< 楷体, if the site has installed it: second headings
};

struct PrintType {
    double points = 10;  ///< to the em
    bool bold = false;
    PrintAlign align = PrintAlign::left;
    double width = 0;   ///< points; lines are broken there, inside words if need be
    int mostLines = 0;  ///< what goes beyond is cut with an ellipsis; 0: nothing is
    PrintFace face = PrintFace::song;
    double lineHeight = 0;     ///< points from line to line; 0: what the font says
    double indent = 0;         ///< points, of first lines
    bool justified = false;    ///< lines are stretched to the width
    std::uint32_t colour = 0;  ///< 0xRRGGBB
};

/// Without what would not be seen, or would show something else than it says: control characters
/// but the end of a line, and the marks that turn the direction of text around.
[[nodiscard]] std::string printableText(std::string_view text);

/// `language`: zh or en.
[[nodiscard]] LayoutPtr layoutText(cairo_t& cairo, std::string_view text, PrintType const& type,
                                   std::string_view language);
/// In points.
[[nodiscard]] double heightOf(PangoLayout& layout);
/// The width that its longest line really takes.
[[nodiscard]] double widthOf(PangoLayout& layout);
/// Its top left at x, y.
void drawText(cairo_t& cairo, PangoLayout& layout, double x, double y);

}  // namespace tocsin::media::detail
