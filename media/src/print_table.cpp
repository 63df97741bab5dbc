// SPDX-License-Identifier: Apache-2.0
// Tables: rows that stay whole, heads that are repeated.
#include <algorithm>
#include <numeric>

#include "print_press.hpp"

namespace tocsin::media::detail {
double Press::LaidCell::height() const {
    double const between = size.height > 0 && textHeight > 0 ? padding : 0;
    return size.height + between + textHeight + 2 * padding;
}

Press::LaidRow Press::laid(PrintRow const& row, std::vector<double> const& widths,
                           CellTheme const& theme, int mostLines) const {
    LaidRow out;
    out.height = row.leastMm * kMillimetre;
    std::size_t column = 0;
    for (auto const& cell : row.cells) {
        LaidCell one;
        one.padding = theme.padding;
        for (int i = 0; i < cell.columns; ++i) {
            one.width += widths[column++];
        }
        double const inside = one.width - 2 * theme.padding;
        if (!cell.text.empty()) {
            PrintType type{cell.small ? theme.small : theme.points, cell.strong, cell.align, 0,
                           mostLines};
            type.lineHeight = theme.lineHeight;
            type.colour = cell.fill && isDark(*cell.fill) ? 0xffffff : 0;
            one.text = layout(cell.text, type, inside);
            one.textHeight = heightOf(*one.text);
        }
        if (auto const size = pictures_.sizeOf(cell.picture)) {
            one.picture = cell.picture;
            one.size = sizeInBox(*size, {inside, theme_.highestPicture});
        }
        out.height = std::max(out.height, one.height());
        out.cells.push_back(std::move(one));
    }
    return out;
}

void Press::draw(PrintRow const& row, LaidRow const& laid) {
    constexpr std::uint32_t kGrey = 0xebebeb;
    double const line = theme_.official ? 0.5 : 0.6;
    double x = box_.left;
    for (std::size_t i = 0; i < laid.cells.size(); ++i) {
        auto const& cell = laid.cells[i];
        cairo_save(&cairo_);
        cairo_rectangle(&cairo_, x, y_, cell.width, laid.height);
        cairo_clip_preserve(&cairo_);  // whatever is drawn into it stays in it
        if (row.cells[i].strong || row.cells[i].fill) {
            setColour(row.cells[i].fill.value_or(kGrey));
            cairo_fill(&cairo_);
            setColour(0);
        }
        cairo_new_path(&cairo_);
        double const used = cell.height();
        bool const forAHand = row.leastMm > 0 && !row.cells[i].strong;
        double y = y_ + cell.padding + (forAHand ? 0 : (laid.height - used) / 2);
        if (cell.picture >= 0) {
            if (auto* const surface = pictures_.surfaceOf(cell.picture); surface != nullptr) {
                drawPicture(cairo_, *surface, x + (cell.width - cell.size.width) / 2, y, cell.size);
            }
            y += cell.size.height + cell.padding;
        }
        if (cell.text) {
            drawText(cairo_, *cell.text, x + cell.padding, y);
        }
        cairo_restore(&cairo_);
        cairo_set_line_width(&cairo_, line);
        cairo_rectangle(&cairo_, x, y_, cell.width, laid.height);
        cairo_stroke(&cairo_);
        x += cell.width;
    }
}

/// Three figures stand in one line also in a narrow column: days of a month.
CellTheme Press::cellsFor(double narrowest) const {
    if (narrowest >= theme_.narrowBelow) {
        return theme_.cells;
    }
    constexpr double kLeast = 5, kThreeFigures = 1.8;  // ems
    auto out = theme_.narrowCells;
    out.points = std::clamp((narrowest - 2 * out.padding) / kThreeFigures, kLeast, out.points);
    out.small = std::min(out.small, out.points);
    return out;
}

void Press::table(PrintBlock const& block) {
    double const shares = std::accumulate(block.widths.begin(), block.widths.end(), 0.0);
    std::vector<double> widths;
    for (int const width : block.widths) {
        widths.push_back(box_.textWidth * width / shares);
    }
    auto const cells = cellsFor(std::ranges::min(widths));
    auto const headRows = static_cast<std::size_t>(block.headRows);
    // All rows of the head together leave half a page.
    int const headLines = cells.mostLines / std::max(1, block.headRows);
    std::vector<LaidRow> head;
    double headHeight = 0;
    for (std::size_t i = 0; i < headRows; ++i) {
        head.push_back(laid(block.rows[i], widths, cells, headLines));
        headHeight += head.back().height;
    }
    auto const drawHead = [&] {
        for (std::size_t i = 0; i < headRows; ++i) {
            if (draws()) {
                draw(block.rows[i], head[i]);
            }
            y_ += head[i].height;
        }
    };
    bool first = true;
    for (auto i = headRows; i < block.rows.size(); ++i) {
        auto const row = laid(block.rows[i], widths, cells, cells.mostLines);
        if (first) {
            blockTitle(block.text, headHeight + row.height);
        }
        auto const before = page_;
        makeRoom(row.height + (first ? headHeight : 0));
        if (first || page_ != before) {
            drawHead();
        }
        first = false;
        if (draws()) {
            draw(block.rows[i], row);
        }
        y_ += row.height;
    }
    y_ += theme_.between;
}

}  // namespace tocsin::media::detail
