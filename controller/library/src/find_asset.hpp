// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "tocsin/store/store.hpp"

namespace tocsin::library {

/// By handle, digest, or a digest's first eight digits or more if only one asset has them.
/// Errc::notFound, Errc::conflict.
[[nodiscard]] Result<store::Asset> findAsset(store::Tx const& tx, std::string const& name);
/// The same in a snapshot of its own.
[[nodiscard]] Result<store::Asset> findAsset(store::Store const& store, std::string const& name);

/// The approved campaigns that show the asset, by id.
[[nodiscard]] std::vector<CampaignId> showing(store::Tx const& tx, store::Asset const& asset);

}  // namespace tocsin::library
