// SPDX-License-Identifier: Apache-2.0
// The office's list of words that slogans should not hold. It warns, it forbids nothing.
#pragma once

#include "tocsin/access/route.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::library {

/// `store` outlives the routes.
[[nodiscard]] access::Routes wrongWordRoutes(store::Store& store);

}  // namespace tocsin::library
