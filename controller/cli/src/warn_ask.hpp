// SPDX-License-Identifier: Apache-2.0
// From a command line to the request for a warning.
#pragma once

#include <boost/json/object.hpp>

#include "commands.hpp"

namespace tocsin::cli {

/// Throws CommandFailure(usage) for what cannot be meant.
[[nodiscard]] boost::json::object requestOf(WarnAsk const& ask);

}  // namespace tocsin::cli
