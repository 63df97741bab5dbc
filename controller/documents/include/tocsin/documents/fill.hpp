// SPDX-License-Identifier: Apache-2.0
// The receiving office's own form, filled: a DOCX or XLSX file in which {{name}} stands where a
// value belongs. What stands around it stays as it is, to the byte of its style.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/documents/document.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::documents {

/// What forms may ask for.
struct Filling {
    std::map<std::string, Cell> values;  ///< by name, "实播次数" or "plays"
    /// Rows by the table's name; a row of the form that says {{screens.name}} is repeated for each.
    std::map<std::string, std::vector<std::map<std::string, Cell>>> tables;
};

struct Filled {
    std::string bytes;
    std::vector<std::string> unknown;  ///< names that the form asks for and nobody knows; they stay
    std::vector<std::string> used;     ///< names that were filled in
};

/// Errc::invalid with the place: not such a file, damaged, or with macros.
[[nodiscard]] Result<Filled> fillDocx(std::string_view form, Filling const& filling);
[[nodiscard]] Result<Filled> fillXlsx(std::string_view form, Filling const& filling);

}  // namespace tocsin::documents
