// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "state.hpp"

namespace tocsin::fleet {

/// Blocks its worker until the player has answered, at most Shots::kPatience.
[[nodiscard]] access::Route shotRoute(std::shared_ptr<Fleet::State> const& state);

}  // namespace tocsin::fleet
