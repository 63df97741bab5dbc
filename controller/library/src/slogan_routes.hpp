// SPDX-License-Identifier: Apache-2.0
// Looking at slogans before they are put up.
#pragma once

#include <functional>

#include "tocsin/access/route.hpp"
#include "tocsin/library/library.hpp"

namespace tocsin::library {

/// `store` and `library` outlive the routes.
[[nodiscard]] access::Routes sloganRoutes(store::Store& store, Library& library,
                                          std::function<Instant()> now);

}  // namespace tocsin::library
