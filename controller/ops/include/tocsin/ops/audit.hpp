// SPDX-License-Identifier: Apache-2.0
// The audit trail at the API: to look at, to export, and whether it is whole.
#pragma once

#include "tocsin/access/route.hpp"
#include "tocsin/audit/head_keeper.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::ops {

/// Both outlive the routes.
[[nodiscard]] access::Routes auditRoutes(store::Store const& store, audit::HeadKeeper& heads);

}  // namespace tocsin::ops
