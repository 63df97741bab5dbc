// SPDX-License-Identifier: Apache-2.0
// What changed beside the API while the controller was stopped, as rows of the audit trail: its
// configuration, and where the root key is.
#pragma once

#include <map>
#include <string>

#include "tocsin/keys/key_directory.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::app {

/// By whole key, e.g. "plan.days" → "8".
using AppliedSettings = std::map<std::string, std::string>;

/// Writes `controller.start`, and `config.changed` or `keys.root` where they are others than at the
/// start before. Errors of the store.
[[nodiscard]] Result<> noteStart(store::Store& store, AppliedSettings const& settings,
                                 keys::IssuedKeys const& keys);

}  // namespace tocsin::app
