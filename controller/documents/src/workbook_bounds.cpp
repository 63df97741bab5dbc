// SPDX-License-Identifier: Apache-2.0
#include "workbook_bounds.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace tocsin::documents::spreadsheet {
namespace {

constexpr std::size_t kMostRows = 1'000'000;  // a sheet has 1,048,576, and some are ours
constexpr std::size_t kMostColumns = 1'024;
constexpr int kWidestColumn = 1'000;
constexpr std::size_t kMostCategories = 400, kMostSeries = 8, kMostFigures = 6;

void expect(bool holds, char const* what) {
    if (!holds) {
        throw std::invalid_argument(std::string("a document for a workbook: ") + what);
    }
}

void check(std::vector<std::vector<Cell>> const& rows, std::size_t columns) {
    expect(rows.size() <= kMostRows, "a table has more rows than a sheet");
    for (auto const& row : rows) {
        std::size_t taken = 0;
        for (auto const& cell : row) {
            expect(cell.columns >= 1, "a cell is not at least one column wide");
            taken += static_cast<std::size_t>(cell.columns);
        }
        expect(taken == columns, "a row's cells do not add up to its table's columns");
    }
}

void check(Table const& table) {
    expect(!table.columns.empty() && table.columns.size() <= kMostColumns,
           "a table has 1 to 1,024 columns");
    for (auto const& column : table.columns) {
        expect(column.width >= 1 && column.width <= kWidestColumn,
               "a column's share is 1 to 1,000");
    }
    check(table.rows, table.columns.size());
    check(table.totals, table.columns.size());
}

void check(Chart const& chart) {
    expect(chart.categories.size() <= kMostCategories, "a chart has at most 400 categories");
    expect(chart.series.size() <= kMostSeries, "a chart has at most 8 series");
    for (auto const& series : chart.series) {
        expect(series.values.size() == chart.categories.size(),
               "a series has one value a category");
    }
}

void check(Heading const& heading) {
    expect(heading.level >= 1 && heading.level <= 3, "a heading's level is 1 to 3");
}

void check(Figures const& figures) {
    expect(figures.figures.size() <= kMostFigures, "at most six figures stand side by side");
}

void check(Paragraph const&) {}
void check(Pictures const&) {}
void check(PageBreak const&) {}

}  // namespace

void expectWithinBounds(Document const& document) {
    for (auto const& block : document.blocks) {
        std::visit([](auto const& one) { check(one); }, block);
    }
}

}  // namespace tocsin::documents::spreadsheet
