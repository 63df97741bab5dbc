// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "state.hpp"
#include "tocsin/access/route.hpp"

namespace tocsin::fleet {

/// GET and POST /api/v1/screens/{id}/carry, GET …/carry/{digest} and POST …/carry/player.
[[nodiscard]] access::Routes carryRoutes(std::shared_ptr<Fleet::State> const& state);

}  // namespace tocsin::fleet
