// SPDX-License-Identifier: Apache-2.0
#include "spreadsheet_cells.hpp"

#include <algorithm>
#include <charconv>

namespace tocsin::documents::spreadsheet {
namespace {

std::uint32_t takeColumn(std::string_view& text) {
    std::uint32_t column = 0;
    for (; !text.empty() && column <= kLastColumn; text.remove_prefix(1)) {
        char const letter = static_cast<char>(text.front() & ~0x20);
        if (letter < 'A' || letter > 'Z') {
            break;
        }
        column = column * 26 + static_cast<std::uint32_t>(letter - 'A') + 1;
    }
    return column;
}

void skipDollar(std::string_view& text) {
    text.remove_prefix(text.starts_with('$') ? 1 : 0);
}

}  // namespace

std::optional<CellName> parseCell(std::string_view text) {
    CellName cell;
    skipDollar(text);
    cell.column = takeColumn(text);
    skipDollar(text);
    auto const* const end = text.data() + text.size();
    auto const [stopped, error] = std::from_chars(text.data(), end, cell.row);
    bool const valid = error == std::errc() && stopped == end && cell.row >= 1 &&
                       cell.row <= kLastRow && cell.column >= 1 && cell.column <= kLastColumn;
    return valid ? std::optional(cell) : std::nullopt;
}

std::optional<CellRange> parseRange(std::string_view text) {
    auto const colon = text.find(':');
    auto const first = parseCell(text.substr(0, colon));
    auto const last = colon == std::string_view::npos ? first : parseCell(text.substr(colon + 1));
    if (!first || !last) {
        return std::nullopt;
    }
    return CellRange{*first, *last};
}

std::string columnText(std::uint32_t column) {
    std::string out;
    for (; column > 0; column = (column - 1) / 26) {
        out += static_cast<char>('A' + (column - 1) % 26);
    }
    std::reverse(out.begin(), out.end());
    return out;
}

std::string cellName(CellName cell) {
    return columnText(cell.column) + std::to_string(cell.row);
}

std::string rangeText(CellRange const& range) {
    return range.first == range.last ? cellName(range.first)
                                     : cellName(range.first) + ":" + cellName(range.last);
}

}  // namespace tocsin::documents::spreadsheet
