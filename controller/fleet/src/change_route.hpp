// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "state.hpp"

namespace tocsin::fleet {

/// PATCH /api/v1/screens/{id}: what the office says of a screen. `schema` is that of a screen.
[[nodiscard]] access::Route changeRoute(std::shared_ptr<Fleet::State> const& state,
                                        std::string const& schema);

}  // namespace tocsin::fleet
