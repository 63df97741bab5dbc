// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "state.hpp"

namespace tocsin::fleet {

/// POST /api/v1/screens/import: many screens at once, all of them or none.
[[nodiscard]] access::Route importRoute(std::shared_ptr<Fleet::State> const& state);

}  // namespace tocsin::fleet
