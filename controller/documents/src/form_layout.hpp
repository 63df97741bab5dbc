// SPDX-License-Identifier: Apache-2.0
// What stands beside the cells of a form and refers to its rows.
#pragma once

#include <pugixml.hpp>

#include "row_map.hpp"
#include "spreadsheet_package.hpp"

namespace tocsin::documents::spreadsheet {

/// Whether the rows of such a sheet can be moved. Errc::invalid names what cannot: tables that are
/// objects, pivot tables, comments, controls.
[[nodiscard]] Result<> expectMovable(Package const& package, SheetPart const& part,
                                     pugi::xml_node worksheet);

/// Moves all of a sheet but its cells: merged cells, filters, conditional formats, checks of what
/// is typed in, breaks. Errc::invalid.
[[nodiscard]] Result<> moveLayout(pugi::xml_node worksheet, std::string const& sheet,
                                  RowMaps const& maps);

/// Moves the pictures and charts of a sheet with the rows that they begin in. Errc::invalid.
[[nodiscard]] Result<> moveDrawings(Package& package, SheetPart const& part, RowMap const& map);
/// Charts take their figures from where these have gone. Errc::invalid.
[[nodiscard]] Result<> moveChartData(Package& package, RowMaps const& maps);
/// Names of ranges, such as the rows that every page repeats. Errc::invalid.
[[nodiscard]] Result<> moveNames(pugi::xml_node workbook, RowMaps const& maps);

/// A part's XML as bytes.
[[nodiscard]] std::string xmlText(pugi::xml_document& document);

}  // namespace tocsin::documents::spreadsheet
