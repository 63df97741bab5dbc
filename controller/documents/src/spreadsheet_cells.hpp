// SPDX-License-Identifier: Apache-2.0
// Names of cells and columns, "AB12".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin::documents::spreadsheet {

inline constexpr std::uint32_t kLastRow = 1'048'576, kLastColumn = 16'384;

/// Counted from 1, as people do.
struct CellName {
    std::uint32_t row = 1;
    std::uint32_t column = 1;
    auto operator<=>(CellName const&) const = default;
};

/// A cell or a range of cells: "A1", "A1:B2".
struct CellRange {
    CellName first, last;
    auto operator<=>(CellRange const&) const = default;
};

/// Nothing, if it is none that a sheet has. "$" before row or column is passed over.
[[nodiscard]] std::optional<CellName> parseCell(std::string_view text);
[[nodiscard]] std::optional<CellRange> parseRange(std::string_view text);
[[nodiscard]] std::string columnText(std::uint32_t column);
[[nodiscard]] std::string cellName(CellName cell);
/// One cell where first and last are the same.
[[nodiscard]] std::string rangeText(CellRange const& range);

}  // namespace tocsin::documents::spreadsheet
