// SPDX-License-Identifier: Apache-2.0
// The office's list of themes, to the letter: slogans that nearly say one are pointed out.
#pragma once

#include "tocsin/access/route.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::library {

/// `store` outlives the routes.
[[nodiscard]] access::Routes themeRoutes(store::Store& store);

}  // namespace tocsin::library
