// SPDX-License-Identifier: Apache-2.0
// What units have filled of their quotas.
#pragma once

#include "tocsin/access/route.hpp"
#include "tocsin/library/quota.hpp"

namespace tocsin::library {

/// `store` and `quotas` outlive the routes.
[[nodiscard]] access::Routes quotaRoutes(store::Store const& store, Quotas const& quotas);

}  // namespace tocsin::library
