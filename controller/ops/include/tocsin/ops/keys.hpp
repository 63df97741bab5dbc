// SPDX-License-Identifier: Apache-2.0
// The controller's keys at the API: fingerprints, generation, and whether their signers run.
#pragma once

#include "tocsin/access/route.hpp"
#include "tocsin/keys/process_signer.hpp"

namespace tocsin::ops {

/// GET /api/v1/keys. `signer` outlives the routes.
[[nodiscard]] access::Routes keyRoutes(keys::ProcessSigner const& signer);

}  // namespace tocsin::ops
