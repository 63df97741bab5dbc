// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "state.hpp"

namespace tocsin::fleet {

/// POST /api/v1/screens/{id}/revoke: its player is believed no longer.
[[nodiscard]] access::Route revokeRoute(std::shared_ptr<Fleet::State> const& state);

}  // namespace tocsin::fleet
