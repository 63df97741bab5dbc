// SPDX-License-Identifier: Apache-2.0
// What may be said of an asset: the rules of its properties.
#pragma once

#include "tocsin/library/library.hpp"

namespace tocsin::library {

/// `asset` with what is said of it; what is not said stays. Errc::invalid names the property and
/// what is allowed.
[[nodiscard]] Result<store::Asset> withProperties(store::Asset asset,
                                                  AssetProperties const& properties);

/// Errc::invalid unless it is one word as `category` takes it.
[[nodiscard]] Result<> checkCategory(std::string const& category);

/// For the audit trail: "category=fire usable_until=2026-12-31"; "" if nothing is said.
[[nodiscard]] std::string described(AssetProperties const& properties);

}  // namespace tocsin::library
