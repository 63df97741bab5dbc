// SPDX-License-Identifier: Apache-2.0
#include "csv_rows.hpp"

#include <algorithm>

namespace tocsin::cli {
namespace {

constexpr std::string_view kBlank = " \t\r";

std::string trimmed(std::string const& cell) {
    auto const begin = cell.find_first_not_of(kBlank);
    return begin == std::string::npos
               ? std::string()
               : cell.substr(begin, cell.find_last_not_of(kBlank) - begin + 1);
}

class Rows {
public:
    void put(char c) {
        line_ += c == '\n' ? 1 : 0;
        cell_.push_back(c);
    }
    void endCell() {
        row_.cells.push_back(trimmed(cell_));
        cell_.clear();
    }
    void endRow() {
        endCell();
        if (std::ranges::any_of(row_.cells, [](auto const& cell) { return !cell.empty(); })) {
            rows_.push_back(std::move(row_));
        }
        row_ = {++line_, {}};
    }
    [[nodiscard]] bool cellIsEmpty() const { return trimmed(cell_).empty(); }
    [[nodiscard]] std::size_t line() const { return line_; }
    [[nodiscard]] std::vector<CsvRow> take() { return std::move(rows_); }

private:
    std::vector<CsvRow> rows_;
    std::size_t line_ = 1;
    CsvRow row_{1, {}};
    std::string cell_;
};

struct Read {
    std::vector<CsvRow> rows;
    std::size_t openQuote = 0;  ///< line of a quote that is never closed; 0: there is none
};

Read read(std::string_view text) {
    Rows rows;
    bool quoted = false;
    std::size_t quoteLine = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (quoted) {
            if (c != '"') {
                rows.put(c);
            } else if (i + 1 < text.size() && text[i + 1] == '"') {
                rows.put('"');
                ++i;
            } else {
                quoted = false;
            }
        } else if (c == '"' && rows.cellIsEmpty()) {
            quoted = true;
            quoteLine = rows.line();
        } else if (c == ',') {
            rows.endCell();
        } else if (c == '\n') {
            rows.endRow();
        } else {
            rows.put(c);
        }
    }
    rows.endRow();
    return {rows.take(), quoted ? quoteLine : 0};
}

}  // namespace

std::vector<std::vector<std::string>> csvRows(std::string_view text) {
    std::vector<std::vector<std::string>> out;
    for (auto& row : read(text).rows) {
        out.push_back(std::move(row.cells));
    }
    return out;
}

Result<std::vector<CsvRow>> csvLines(std::string_view text) {
    auto out = read(text);
    if (out.openQuote > 0) {
        return Error{Errc::invalid, "line " + std::to_string(out.openQuote) +
                                        ": the quote is never closed; close it, or double it if "
                                        "the cell holds one"};
    }
    return std::move(out.rows);
}

}  // namespace tocsin::cli
