// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "tocsin/access/route.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::library {

/// `store` outlives the routes. `plansChanged` is called when campaigns left the screens.
[[nodiscard]] access::Routes playlistRoutes(store::Store& store, std::function<Instant()> now,
                                            std::function<void()> plansChanged);

}  // namespace tocsin::library
