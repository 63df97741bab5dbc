// SPDX-License-Identifier: Apache-2.0
// How a filing stands, as JSON.
#pragma once

#include <boost/json/object.hpp>

#include "rollup_state.hpp"

namespace tocsin::filing {

/// {"state","number","revision","newer","accepted_revision","due","sent","settled","late",
/// "overdue","revised","returns","channel","reason"}; what is not there is left out.
[[nodiscard]] boost::json::object toJson(Standing const& standing);

}  // namespace tocsin::filing
