// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tocsin/access/route.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::app {

/// GET /livez and /readyz. `store` must outlive the handlers.
[[nodiscard]] access::Routes healthRoutes(store::Store& store);

/// GET /api/v1/openapi.json: the document of `routes`, and of this route itself.
[[nodiscard]] access::Route openApiRoute(access::Routes const& routes);

}  // namespace tocsin::app
