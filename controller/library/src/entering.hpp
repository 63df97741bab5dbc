// SPDX-License-Identifier: Apache-2.0
// How an asset comes into the store.
#pragma once

#include <optional>
#include <string>

#include "tocsin/library/library.hpp"

namespace tocsin::library {

/// Stores `asset` under `wish` or, if nobody asked for this very handle, under a free one like it;
/// with `master`, what has to be made of it first. Bytes that are there already come back into use.
[[nodiscard]] Result<AddedAsset> enter(store::Store& store, access::Principal const& who,
                                       store::Asset asset, std::string const& wish, bool exactly,
                                       AssetProperties const& properties = {},
                                       std::optional<store::Conversion> const& master = {});

}  // namespace tocsin::library
