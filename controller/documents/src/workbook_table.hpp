// SPDX-License-Identifier: Apache-2.0
// A table as a sheet of a workbook.
#pragma once

#include <string>

#include "workbook_context.hpp"

namespace tocsin::documents::spreadsheet {

/// Adds a sheet of this name with the table: its head stays in sight and is repeated on every
/// page.
void writeTable(WorkbookContext& context, std::string const& sheet, Table const& table);

}  // namespace tocsin::documents::spreadsheet
