// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::cli {

/// The cells of a CSV text (RFC 4180: commas, quotes, either line end), blanks around them and rows
/// without a word left out. A quote that is never closed reaches to the end.
[[nodiscard]] std::vector<std::vector<std::string>> csvRows(std::string_view text);

struct CsvRow {
    std::size_t line = 0;  ///< on which it begins, from 1 on
    std::vector<std::string> cells;
};
/// The same with the lines on which rows begin. Errc::invalid names the line of a quote that is
/// never closed.
[[nodiscard]] Result<std::vector<CsvRow>> csvLines(std::string_view text);

}  // namespace tocsin::cli
