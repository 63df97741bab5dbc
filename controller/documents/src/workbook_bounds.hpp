// SPDX-License-Identifier: Apache-2.0
// What a document must hold to for a workbook.
#pragma once

#include "tocsin/documents/document.hpp"

namespace tocsin::documents::spreadsheet {

/// Throws std::invalid_argument if the document breaks the bounds of document.hpp, or a table has
/// more rows than a sheet.
void expectWithinBounds(Document const& document);

}  // namespace tocsin::documents::spreadsheet
