// SPDX-License-Identifier: Apache-2.0
// The small workbook behind a chart in a DOCX file: what Word opens when somebody edits its data.
#pragma once

#include <cstddef>
#include <string>

#include "tocsin/documents/document.hpp"

namespace tocsin::documents {

/// The categories in the first column, then one column a series; the first row has their names.
/// Texts are never formulas.
[[nodiscard]] std::string chartWorkbook(Chart const& chart);

/// A cell of it, "Sheet1!$B$1"; both from 0.
[[nodiscard]] std::string chartCell(std::size_t column, std::size_t row);

/// The `count` cells below a column's name, "Sheet1!$B$2:$B$8".
[[nodiscard]] std::string chartRange(std::size_t column, std::size_t count);

}  // namespace tocsin::documents
