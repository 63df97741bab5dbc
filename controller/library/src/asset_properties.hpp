// SPDX-License-Identifier: Apache-2.0
// What may be said of an asset: the rules of its category and of the days on which it may be shown.
#pragma once

#include "tocsin/library/library.hpp"

namespace tocsin::library {

/// `asset` with what is said of it; what is not said stays. Errc::invalid names the property and
/// what is allowed.
[[nodiscard]] Result<store::Asset> withProperties(store::Asset asset,
                                                  AssetProperties const& properties);

/// For the audit trail: "category=fire usable_until=2026-12-31"; "" if nothing is said.
[[nodiscard]] std::string described(AssetProperties const& properties);

}  // namespace tocsin::library
