// SPDX-License-Identifier: Apache-2.0
// What a sheet of an XLSX workbook says, read as text: for lists that people send.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::documents {

struct SheetLimits {
    std::size_t rows = 5'000;
    std::size_t columns = 64;
    std::size_t cellBytes = 8'192;
};

struct Sheet {
    std::string name;
    /// Rows from 1 on, trailing empty cells and rows left out. Dates as "2026-06-16" or
    /// "2026-06-16 09:00", by the cell's own number format; whole numbers without a point; formulas
    /// as their last value.
    std::vector<std::vector<std::string>> rows;
};

/// The workbook's first sheet that is not hidden. Errc::invalid with the place.
[[nodiscard]] Result<Sheet> readSheet(std::string_view workbook, SheetLimits const& limits = {});

}  // namespace tocsin::documents
