// SPDX-License-Identifier: Apache-2.0
// Looking for assets.
#pragma once

#include "tocsin/access/route.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::library {

/// `store` outlives the routes.
[[nodiscard]] access::Routes catalogueRoutes(store::Store& store);

}  // namespace tocsin::library
