// SPDX-License-Identifier: Apache-2.0
// How large things are on paper, by the document's style. All in points.
#pragma once

#include "print_text.hpp"

namespace tocsin::media::detail {

inline constexpr double kMillimetre = 72 / 25.4;
/// A4.
inline constexpr double kShortSide = 595.276, kLongSide = 841.89;

/// A page, and where its text stands on it.
struct PageBox {
    double width = 0, height = 0;
    double left = 0, top = 0, textWidth = 0, bottom = 0;
    double footAt = 0;  ///< top of the foot's first line
};

/// Type of a table's cells.
struct CellTheme {
    double points = 10, small = 8, lineHeight = 0, padding = 3.5;
    int mostLines = 32;  ///< so much text fits on half a page
};

struct PrintTheme {
    bool official = false;
    PageBox upright, sideways;
    PrintType title, subtitle, text, note, lead;
    PrintType headings[3];
    CellTheme cells, narrowCells;
    double narrowBelow = 0;  ///< a column of less than that has its table in narrow cells
    double afterHeading = 0, between = 0;
    double withHeading = 0;     ///< so much of what follows stays with its heading
    double highestPicture = 0;  ///< in a cell
};

/// `language`: zh or en.
[[nodiscard]] PrintTheme printTheme(PrintStyle style, std::string_view language);

}  // namespace tocsin::media::detail
