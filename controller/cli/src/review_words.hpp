// SPDX-License-Identifier: Apache-2.0
// When and how often, of a review sheet, as a reviewer reads it: Chinese and English side by side.
#pragma once

#include <string>

#include "fields.hpp"

namespace tocsin::cli {

/// Lines, of `covers.when`: days of the week, hours, and what else narrows the days.
[[nodiscard]] std::string whenWords(Json const& when);
/// Lines, of `covers.how_often`.
[[nodiscard]] std::string howOftenWords(Json const& often);

}  // namespace tocsin::cli
