// SPDX-License-Identifier: Apache-2.0
#include "workbook_table.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "spreadsheet_text.hpp"

namespace tocsin::documents::spreadsheet {
namespace {

constexpr double kPortraitColumns = 92, kLandscapeColumns = 138;  // of digits, on A4
constexpr double kUsed = 0.95;  // of a column's width, by its text
constexpr double kNarrowest = 5, kWidest = 60;
constexpr double kLine = 13.5, kSpace = 5;  // points
constexpr int kMostLines = 28;              // of a row: spreadsheets show at most 409 points of one
constexpr std::size_t kHeaderUnits = kMostPageUnits - 5;

/// Columns that numbers need lest they be shown as "###", and head words lest they break.
std::vector<double> needsOf(Table const& table) {
    std::vector<double> needs(table.columns.size(), kNarrowest);
    auto const look = [&needs](std::vector<std::vector<Cell>> const& rows) {
        for (auto const& row : rows) {
            std::size_t column = 0;
            for (auto const& cell : row) {
                if (cell.number && cell.columns == 1) {
                    // Groups of thousands may be longer than the text.
                    auto const width = static_cast<double>(displayWidth(cell.text)) * 4 / 3 + 2;
                    needs[column] = std::max(needs[column], width);
                }
                column += static_cast<std::size_t>(cell.columns);
            }
        }
    };
    look(table.rows);
    look(table.totals);
    return needs;
}

/// As wide as their shares of the page and what they need; returns the widths.
std::vector<double> setColumns(lxw_worksheet& sheet, Table const& table) {
    auto widths = needsOf(table);
    auto const shares =
        std::accumulate(table.columns.begin(), table.columns.end(), 0,
                        [](int sum, Column const& column) { return sum + column.width; });
    auto const page = table.wide ? kLandscapeColumns : kPortraitColumns;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        widths[i] = std::clamp(page * table.columns[i].width / shares, widths[i],
                               std::max(kWidest, widths[i]));
        auto const column = static_cast<lxw_col_t>(i);
        expectWritten(worksheet_set_column(&sheet, column, column, widths[i], nullptr), "column");
    }
    return widths;
}

/// Not every program fits the heights of rows to their texts when it opens a workbook.
void setHeight(lxw_worksheet& sheet, lxw_row_t row, int lines) {
    auto const height = kSpace + kLine * std::min(lines, kMostLines);
    expectWritten(worksheet_set_row(&sheet, row, height, nullptr), "row");
}

void writeCell(WorkbookContext& context, lxw_worksheet& sheet, lxw_row_t row, lxw_col_t column,
               Cell const& cell, Look look) {
    auto const last = static_cast<lxw_col_t>(column + cell.columns - 1);
    look.align = cell.align;
    look.strong = look.strong || cell.strong;
    look.fill = cell.fill ? cell.fill : look.fill;
    bool const number = cell.number && std::isfinite(cell.number->value);
    if (number) {
        look.number = cell.number->form;
    }
    auto* const format = context.formats.of(readable(look));
    if (!number || last > column) {
        writeText(sheet, row, column, last, number ? std::string_view() : cell.text, format);
    }
    if (number) {
        expectWritten(worksheet_write_number(&sheet, row, column, cell.number->value, format),
                      "number");
    }
}

lxw_row_t writeRows(WorkbookContext& context, lxw_worksheet& sheet, lxw_row_t row,
                    std::vector<double> const& widths, std::vector<std::vector<Cell>> const& rows,
                    Look const& look) {
    for (auto const& cells : rows) {
        lxw_col_t column = 0;
        int lines = 1;
        for (auto const& cell : cells) {
            writeCell(context, sheet, row, column, cell, look);
            auto const width = std::accumulate(widths.begin() + column,
                                               widths.begin() + column + cell.columns, 0.0);
            lines = std::max(lines, cell.number ? 1 : linesIn(cell.text, width * kUsed));
            column = static_cast<lxw_col_t>(column + cell.columns);
        }
        setHeight(sheet, row++, lines);
    }
    return row;
}

/// The table's title over all of its columns; the row below it.
lxw_row_t writeTitle(WorkbookContext& context, lxw_worksheet& sheet, Table const& table) {
    if (table.title.empty()) {
        return 0;
    }
    auto* const format = context.formats.of(
        {.halfPoints = 28, .strong = true, .heading = true, .align = Align::centre});
    writeText(sheet, 0, 0, static_cast<lxw_col_t>(table.columns.size() - 1), table.title, format);
    auto const width = table.wide ? kLandscapeColumns : kPortraitColumns;
    auto const lines = std::min(10, linesIn(cleanText(table.title), width * 0.75));
    expectWritten(worksheet_set_row(&sheet, 0, 8 + 20.0 * lines, nullptr), "row");
    return 1;
}

void writeHead(WorkbookContext& context, lxw_worksheet& sheet, lxw_row_t row,
               std::vector<double> const& widths, Table const& table) {
    auto* const format = context.formats.of(
        {.strong = true, .align = Align::centre, .ruled = true, .fill = kHeadFill});
    int lines = 1;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        auto const column = static_cast<lxw_col_t>(i);
        writeText(sheet, row, column, column, table.columns[i].title, format);
        lines = std::max(lines, linesIn(table.columns[i].title, widths[i] * kUsed));
    }
    setHeight(sheet, row, lines);
}

}  // namespace

void writeTable(WorkbookContext& context, std::string const& name, Table const& table) {
    auto& sheet = addSheet(context, name);
    if (table.wide) {
        worksheet_set_landscape(&sheet);
    }
    auto const header = "&L&9 " + pageText(context.document.title, kHeaderUnits);
    expectWritten(worksheet_set_header(&sheet, header.c_str()), "header");
    auto const widths = setColumns(sheet, table);

    auto const head = writeTitle(context, sheet, table);
    writeHead(context, sheet, head, widths, table);
    auto const below = writeRows(context, sheet, head + 1, widths, table.rows, {.ruled = true});
    writeRows(context, sheet, below, widths, table.totals,
              {.strong = true, .ruled = true, .fill = kTotalFill});

    worksheet_freeze_panes(&sheet, head + 1, 0);
    expectWritten(worksheet_repeat_rows(&sheet, 0, head), "repeated rows");
    if (table.ledger) {
        auto const lastColumn = static_cast<lxw_col_t>(table.columns.size() - 1);
        expectWritten(worksheet_autofilter(&sheet, head, 0, std::max(head, below - 1), lastColumn),
                      "filter");
    }
}

}  // namespace tocsin::documents::spreadsheet
