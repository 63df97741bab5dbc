// SPDX-License-Identifier: Apache-2.0
// A document's chart as Word draws it itself: a DrawingML chart with the workbook behind it.
#pragma once

#include <string>

#include "docx_package.hpp"
#include "tocsin/documents/document.hpp"

namespace tocsin::documents {

/// Adds the chart to the package; its paragraph. What has nothing to draw becomes a line that says
/// so. Values that are not finite are not known.
[[nodiscard]] std::string docxChart(Chart const& chart, Language language, DocxPackage& package);

}  // namespace tocsin::documents
