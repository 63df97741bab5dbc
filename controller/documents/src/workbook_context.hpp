// SPDX-License-Identifier: Apache-2.0
// What the sheets of a workbook share while it is written.
#pragma once

#include <xlsxwriter.h>

#include <string>
#include <string_view>

#include "tocsin/documents/document.hpp"
#include "workbook_formats.hpp"

namespace tocsin::documents::spreadsheet {

struct WorkbookContext {
    lxw_workbook& workbook;
    Formats& formats;
    Document const& document;

    /// The words in the document's language.
    [[nodiscard]] char const* words(char const* chinese, char const* english) const {
        return document.language == Language::chinese ? chinese : english;
    }
};

/// A new last sheet on A4 paper, as wide as the page, the document's footer and the page's number
/// below. `name` is of SheetNames.
[[nodiscard]] lxw_worksheet& addSheet(WorkbookContext& context, std::string const& name);

/// Writes a text, never a formula or a link; an empty one is the look alone. Over several columns
/// the cells are merged.
void writeText(lxw_worksheet& sheet, lxw_row_t row, lxw_col_t first, lxw_col_t last,
               std::string_view text, lxw_format* format);

/// libxlsxwriter refuses only what is our mistake: std::logic_error.
void expectWritten(lxw_error error, char const* what);

}  // namespace tocsin::documents::spreadsheet
