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
    void put(char c) { cell_.push_back(c); }
    void endCell() {
        row_.push_back(trimmed(cell_));
        cell_.clear();
    }
    void endRow() {
        endCell();
        if (std::ranges::any_of(row_, [](auto const& cell) { return !cell.empty(); })) {
            rows_.push_back(std::move(row_));
        }
        row_.clear();
    }
    [[nodiscard]] bool cellIsEmpty() const { return trimmed(cell_).empty(); }
    [[nodiscard]] std::vector<std::vector<std::string>> take() { return std::move(rows_); }

private:
    std::vector<std::vector<std::string>> rows_;
    std::vector<std::string> row_;
    std::string cell_;
};

}  // namespace

std::vector<std::vector<std::string>> csvRows(std::string_view text) {
    Rows rows;
    bool quoted = false;
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
        } else if (c == ',') {
            rows.endCell();
        } else if (c == '\n') {
            rows.endRow();
        } else {
            rows.put(c);
        }
    }
    rows.endRow();
    return rows.take();
}

}  // namespace tocsin::cli
