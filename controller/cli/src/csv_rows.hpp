// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tocsin::cli {

/// The cells of a CSV text (RFC 4180: commas, quotes, either line end), blanks around them and rows
/// without a word left out. A quote that is never closed reaches to the end.
[[nodiscard]] std::vector<std::vector<std::string>> csvRows(std::string_view text);

}  // namespace tocsin::cli
