// SPDX-License-Identifier: Apache-2.0
// Levels of division codes.
#pragma once

#include <string_view>

namespace tocsin::warnings {

/// The code down to the level that it names: "33" of "330000", "330106001" of "330106001000".
[[nodiscard]] std::string_view namedPart(std::string_view division);

}  // namespace tocsin::warnings
