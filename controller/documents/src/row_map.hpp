// SPDX-License-Identifier: Apache-2.0
// Where a form's rows and what refers to them go when some of its rows are repeated.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "formula_references.hpp"
#include "spreadsheet_cells.hpp"

namespace tocsin::documents::spreadsheet {

class RowMap {
public:
    /// The row stands `times` times, at least once.
    void repeat(std::uint32_t row, std::uint32_t times);

    [[nodiscard]] bool moves() const noexcept { return added_ > 0; }
    [[nodiscard]] std::uint64_t added() const noexcept { return added_; }
    [[nodiscard]] std::uint32_t times(std::uint32_t row) const;
    /// New place of the row, and of its last copy.
    [[nodiscard]] std::uint32_t first(std::uint32_t row) const;
    [[nodiscard]] std::uint32_t last(std::uint32_t row) const;
    [[nodiscard]] CellRange moved(CellRange range) const;
    /// Ranges with blanks between them ("sqref"); what is no range is kept.
    [[nodiscard]] std::string moved(std::string_view ranges) const;

private:
    std::map<std::uint32_t, std::uint32_t> times_;  ///< of those that stand more than once
    std::uint64_t added_ = 0;
};

/// By the sheets' names.
using RowMaps = std::map<std::string, RowMap>;

/// Where a formula stands.
struct FormulaPlace {
    std::string sheet;
    std::uint32_t repeatedRow = 0;  ///< of the form; zero: its row stands once
    std::uint32_t copy = 0;         ///< which one, from 0
};

/// The formula after the rows of all sheets have moved. Errc::invalid: what cannot be told, such as
/// a repeated row's reference to another row without "$".
[[nodiscard]] Result<std::string> movedFormula(std::string_view formula, RowMaps const& maps,
                                               FormulaPlace const& place);

/// A shared formula as it reads in a cell so many rows and columns away from where it is written.
[[nodiscard]] Result<std::string> formulaElsewhere(std::string_view formula, int rows, int columns);

}  // namespace tocsin::documents::spreadsheet
