// SPDX-License-Identifier: Apache-2.0
#include "bounds.hpp"

#include <algorithm>
#include <stdexcept>

namespace tocsin::documents {
namespace {

constexpr std::uint32_t kWhite = 0xffffff;

void require(bool right, char const* must) {
    if (!right) {
        throw std::invalid_argument(std::string("document: ") + must);
    }
}

void requireRows(Table const& table, std::vector<std::vector<Cell>> const& rows) {
    for (auto const& row : rows) {
        std::size_t used = 0;
        for (auto const& cell : row) {
            require(cell.columns >= 1 && cell.fill.value_or(0) <= kWhite,
                    "a cell is a column wide at least, and its colour is 0xRRGGBB");
            used += static_cast<std::size_t>(cell.columns);
        }
        require(used == table.columns.size(), "a row's cells add up to its table's columns");
    }
}

struct Require {
    void operator()(Heading const& heading) const {
        require(heading.level >= 1 && heading.level <= 3, "a heading's level is 1 to 3");
    }
    void operator()(Table const& table) const {
        constexpr int kMostWidth = 1'000;
        require(!table.columns.empty() && std::ranges::all_of(table.columns,
                                                              [](Column const& column) {
                                                                  return column.width >= 1 &&
                                                                         column.width <= kMostWidth;
                                                              }),
                "a table has columns, whose widths are 1 to 1,000");
        requireRows(table, table.rows);
        requireRows(table, table.totals);
    }
    void operator()(Chart const& chart) const {
        constexpr std::size_t kMostCategories = 400, kMostSeries = 8;
        require(chart.categories.size() <= kMostCategories && chart.series.size() <= kMostSeries,
                "a chart has at most 400 categories and 8 series");
        for (auto const& series : chart.series) {
            require(series.values.size() == chart.categories.size() && series.colour <= kWhite,
                    "a series has one value a category, and its colour is 0xRRGGBB");
        }
    }
    void operator()(Figures const& figures) const {
        constexpr std::size_t kMostFigures = 6;
        require(!figures.figures.empty() && figures.figures.size() <= kMostFigures,
                "one to six figures stand side by side");
    }
    void operator()(Paragraph const&) const {}
    void operator()(Pictures const&) const {}
    void operator()(PageBreak const&) const {}
};

}  // namespace

void requireBounds(Document const& document) {
    for (auto const& block : document.blocks) {
        std::visit(Require{}, block);
    }
}

}  // namespace tocsin::documents
