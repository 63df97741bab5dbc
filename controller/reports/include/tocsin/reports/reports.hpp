// SPDX-License-Identifier: Apache-2.0
// Reports over the ledger: planned against played.
#pragma once

#include "tocsin/access/route.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::reports {

/// GET /api/v1/reports/plays. `store` must outlive the handlers.
[[nodiscard]] access::Routes routes(store::Store& store);

}  // namespace tocsin::reports
