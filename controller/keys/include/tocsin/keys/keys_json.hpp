// SPDX-License-Identifier: Apache-2.0
// The key set in force as the API and the client show it: fingerprints only.
#pragma once

#include <boost/json/object.hpp>

#include "tocsin/keys/key_directory.hpp"

namespace tocsin::keys {

/// {"generation", "issued", "root": {"fingerprint", "here"}, "keys": [{"role", "fingerprint",
/// "signs"}], "tls_authority", "revoked": [fingerprints], "waiting"}
[[nodiscard]] boost::json::object keysJson(IssuedKeys const& keys);

}  // namespace tocsin::keys
