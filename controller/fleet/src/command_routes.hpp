// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "state.hpp"
#include "tocsin/access/route.hpp"

namespace tocsin::fleet {

/// POST and GET /api/v1/commands, GET and DELETE /api/v1/commands/{id}.
[[nodiscard]] access::Routes commandRoutes(std::shared_ptr<Fleet::State> const& state);

}  // namespace tocsin::fleet
