// SPDX-License-Identifier: Apache-2.0
// Tables for spreadsheet programs: RFC 4180 with a byte order mark, and no cell that one of them
// takes for a formula.
#pragma once

#include <string>
#include <vector>

namespace tocsin::reports {

inline constexpr char kByteOrderMark[] = "\xEF\xBB\xBF";

/// With its end of line. A text that begins like a formula, also behind blanks or in full-width
/// letters, gets an apostrophe before it.
[[nodiscard]] std::string csvLine(std::vector<std::string> const& cells);

}  // namespace tocsin::reports
