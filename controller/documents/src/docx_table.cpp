// SPDX-License-Identifier: Apache-2.0
#include "docx_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <numeric>

#include "docx_page.hpp"
#include "docx_paragraph.hpp"

namespace tocsin::documents {
namespace {

constexpr std::uint32_t kHeadFill = 0xe4ebf2;
constexpr std::uint32_t kTotalFill = 0xf2f2f2;
constexpr std::uint32_t kWhite = 0xffffff;

/// A cell with more text than this may stand on two pages: it could be higher than one.
constexpr std::size_t kMostWholeBytes = 1'500;

constexpr std::size_t kMostFigureBytes = 12;
constexpr int kLeastHalfPoints = 12;
constexpr int kMargin = 80, kNarrowMargin = 40;

std::string_view justified(Align align) {
    return align == Align::left ? "left" : align == Align::right ? "right" : "center";
}

/// Numbers stand at the right unless their cell says more.
Align alignOf(Cell const& cell, Column const& column) {
    if (cell.align != Align::left) {
        return cell.align;
    }
    return cell.number && column.align == Align::left ? Align::right : column.align;
}

bool isDark(std::uint32_t colour) {
    auto const part = [colour](int shift) { return static_cast<int>(colour >> shift & 0xffU); };
    return part(16) * 299 + part(8) * 587 + part(0) * 114 < 128'000;
}

/// Half points: 五号 10.5 pt, and smaller where columns are many.
int sizeFor(int width, std::size_t columns) {
    int const share = width / static_cast<int>(columns);
    return share >= 780 ? 21 : share >= 560 ? 18 : share >= 400 ? 15 : 12;
}

/// Numbers, percentages and times: broken into two lines they are read wrongly.
bool isFigure(std::string_view text) {
    return !text.empty() && text.size() <= kMostFigureBytes &&
           text.find_first_not_of("0123456789.,:+-/%") == std::string_view::npos;
}

class Writing {
public:
    explicit Writing(Table const& table)
        : table_(table), width_(table.wide ? kTextHeight : kTextWidth) {
        shareWidth();
        halfPoints_ = sizeFor(width_, table.columns.size());
        fitFigures(table.rows);
        fitFigures(table.totals);
    }

    std::string run() {
        std::string rows = head();
        for (std::size_t i = 0; i < table_.rows.size(); ++i) {
            bool const last = i + 1 == table_.rows.size();
            rows += row(table_.rows[i], false, last && !table_.totals.empty());
        }
        for (std::size_t i = 0; i < table_.totals.size(); ++i) {
            rows += row(table_.totals[i], true, i + 1 < table_.totals.size());
        }
        std::string grid;
        for (int const width : widths_) {
            grid += fmt::format("<w:gridCol w:w=\"{}\"/>", width);
        }
        auto const title =
            table_.title.empty() ? std::string() : docxParagraph("TableTitle", table_.title);
        return title + docxTable("GridTable", grid, width_, margin(), rows) + docxSpacer();
    }

private:
    void shareWidth() {
        int const shares = std::accumulate(table_.columns.begin(), table_.columns.end(), 0,
                                           [](int sum, Column const& c) { return sum + c.width; });
        int left = width_, sharesLeft = shares;
        for (auto const& column : table_.columns) {
            int const width = left * column.width / sharesLeft;
            widths_.push_back(width);
            left -= width;
            sharesLeft -= column.width;
        }
    }

    int margin() const { return halfPoints_ < 21 ? kNarrowMargin : kMargin; }

    /// Smaller, as far as it can be read, until each figure stands on one line.
    void fitFigures(std::vector<std::vector<Cell>> const& rows) {
        for (auto const& cells : rows) {
            std::size_t column = 0;
            for (auto const& cell : cells) {
                if (cell.columns == 1 && isFigure(cell.text)) {
                    // A digit is half as wide as high, and a little more when it is bold.
                    int const digits = static_cast<int>(cell.text.size());
                    int const fitting = (widths_[column] - 2 * kNarrowMargin) / digits * 2 / 11;
                    halfPoints_ = std::min(halfPoints_, std::max(fitting, kLeastHalfPoints));
                }
                column += static_cast<std::size_t>(cell.columns);
            }
        }
    }

    std::string head() const {
        std::string cells;
        for (std::size_t i = 0; i < table_.columns.size(); ++i) {
            ParagraphLook look;
            look.halfPoints = halfPoints_;
            cells += docxCell({widths_[i], 1, kHeadFill, false},
                              docxParagraph("TableHead", table_.columns[i].title, look));
        }
        return fmt::format("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{}</w:tr>", cells);
    }

    std::string row(std::vector<Cell> const& cells, bool total, bool keepNext) const {
        std::string out;
        bool whole = true;
        std::size_t column = 0;
        for (auto const& cell : cells) {
            out += this->cell(cell, column, total, keepNext);
            whole = whole && cell.text.size() <= kMostWholeBytes;
            column += static_cast<std::size_t>(cell.columns);
        }
        return fmt::format("<w:tr>{}{}</w:tr>", whole ? "<w:trPr><w:cantSplit/></w:trPr>" : "",
                           out);
    }

    std::string cell(Cell const& cell, std::size_t column, bool total, bool keepNext) const {
        auto const first = widths_.begin() + static_cast<std::ptrdiff_t>(column);
        CellLook look;
        look.width = std::accumulate(first, first + cell.columns, 0);
        look.columns = cell.columns;
        look.fill = cell.fill ? cell.fill
                    : total   ? std::optional<std::uint32_t>(kTotalFill)
                              : std::nullopt;
        ParagraphLook text;
        text.keepNext = keepNext;
        text.justified = justified(alignOf(cell, table_.columns[column]));
        text.bold = cell.strong || total;
        text.halfPoints = halfPoints_;
        if (cell.fill && isDark(*cell.fill)) {
            text.colour = kWhite;
        }
        return docxCell(look, docxParagraph("TableText", cell.text, text));
    }

    Table const& table_;
    int width_;
    int halfPoints_ = 0;
    std::vector<int> widths_;
};

}  // namespace

std::string docxTableOf(Table const& table) {
    return Writing(table).run();
}

}  // namespace tocsin::documents
