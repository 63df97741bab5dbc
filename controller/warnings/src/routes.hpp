// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "state.hpp"

namespace tocsin::warnings {

[[nodiscard]] access::Routes warningRoutes(std::shared_ptr<Warnings::State> const& state);
[[nodiscard]] access::Routes capRoutes(std::shared_ptr<Warnings::State> const& state);

}  // namespace tocsin::warnings
