// SPDX-License-Identifier: Apache-2.0
// Opening hours as people type them.
#pragma once

#include <boost/json/value.hpp>
#include <string>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::cli {

/// "mon-fri 06:00-22:00", "sat,sun 08:00-20:00", "daily 00:00-24:00" as the API's
/// {"days":[…],"from","to"}. A `to` not after `from` ends on the next day. Errc::invalid.
[[nodiscard]] Result<boost::json::value> parseOpening(std::string const& text);

}  // namespace tocsin::cli
