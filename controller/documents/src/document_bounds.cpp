// SPDX-License-Identifier: Apache-2.0
#include "document_bounds.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <stdexcept>

namespace tocsin::documents {
namespace {

constexpr std::uint32_t kWhite = 0xffffff;
constexpr std::size_t kMostColumns = 63;          // of Word
constexpr std::size_t kMostSheetColumns = 1'024;  // more cannot be read
constexpr std::size_t kMostRows = 1'000'000;      // a sheet has 1,048,576, and some are ours
constexpr std::size_t kMostCategories = 400;
constexpr std::size_t kMostSeries = 8;
constexpr std::size_t kMostFigures = 6;
constexpr int kMostWidth = 1'000;
constexpr int kMostLevel = 3;

void require(bool holds, std::string_view what) {
    if (!holds) {
        throw std::invalid_argument(fmt::format("a document has {}", what));
    }
}

void checkRows(Table const& table, std::vector<std::vector<Cell>> const& rows) {
    require(rows.size() <= kMostRows, "a table of more rows than a sheet has");
    for (auto const& row : rows) {
        std::size_t columns = 0;
        for (auto const& cell : row) {
            require(cell.columns >= 1, "a cell that is no column wide");
            require(cell.fill.value_or(0) <= kWhite, "a cell of a colour that is not 0xRRGGBB");
            columns += static_cast<std::size_t>(cell.columns);
        }
        require(columns == table.columns.size(), "a row whose cells do not add up to its columns");
    }
}

struct Checking {
    void operator()(Heading const& heading) const {
        require(heading.level >= 1 && heading.level <= kMostLevel, "a heading of an unknown level");
    }
    void operator()(Table const& table) const {
        require(!table.columns.empty(), "a table without columns");
        // A ledger is in the workbook alone, which may be wider than paper.
        require(table.columns.size() <= (table.ledger ? kMostSheetColumns : kMostColumns),
                "a table of too many columns");
        for (auto const& column : table.columns) {
            require(column.width >= 1 && column.width <= kMostWidth, "a column of an odd width");
        }
        checkRows(table, table.rows);
        checkRows(table, table.totals);
    }
    void operator()(Chart const& chart) const {
        require(chart.categories.size() <= kMostCategories, "a chart of too many categories");
        require(chart.series.size() <= kMostSeries, "a chart of too many series");
        for (auto const& series : chart.series) {
            require(series.values.size() == chart.categories.size(),
                    "a chart's series without one value a category");
            require(series.colour <= kWhite, "a series of a colour that is not 0xRRGGBB");
        }
    }
    void operator()(Figures const& figures) const {
        require(!figures.figures.empty() && figures.figures.size() <= kMostFigures,
                "no figure, or too many, side by side");
    }
    void operator()(Paragraph const&) const {}
    void operator()(Pictures const&) const {}
    void operator()(PageBreak const&) const {}
};

}  // namespace

void checkBounds(Document const& document) {
    for (auto const& block : document.blocks) {
        std::visit(Checking{}, block);
    }
}

}  // namespace tocsin::documents
