// SPDX-License-Identifier: Apache-2.0
// Where a screen stands, as people type it.
#pragma once

#include <boost/json/value.hpp>
#include <string>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::cli {

/// "30.259244,120.219375", latitude first, also with "，", ";" or a space between, as the API's
/// {"latitude","longitude"}. Errc::invalid.
[[nodiscard]] Result<boost::json::value> parsePlace(std::string const& text);
/// The 6 to 12 digits of a division. Errc::invalid.
[[nodiscard]] Result<std::string> parseCode(std::string const& text);

}  // namespace tocsin::cli
