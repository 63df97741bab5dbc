// SPDX-License-Identifier: Apache-2.0
// The workbook that members fill in: headings in both languages, and a list to choose kinds from.
#pragma once

#include <string>

namespace tocsin::activities {

/// An XLSX file, always the same bytes. A second sheet says in both languages what goes where.
[[nodiscard]] std::string workTemplate();

}  // namespace tocsin::activities
