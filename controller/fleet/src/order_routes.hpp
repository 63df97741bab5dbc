// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "state.hpp"
#include "tocsin/access/route.hpp"

namespace tocsin::fleet {

/// POST /api/v1/screens/blank, /unblank and /api/v1/screens/{id}/identify.
[[nodiscard]] access::Routes orderRoutes(std::shared_ptr<Fleet::State> const& state);

}  // namespace tocsin::fleet
