// SPDX-License-Identifier: Apache-2.0
// The office's list of categories. It helps people to write the same word; what campaigns keep
// apart
// (`avoid`) may be any word, so an asset may carry one that is not in the list.
#pragma once

#include <string>

#include "tocsin/access/route.hpp"
#include "tocsin/library/library.hpp"

namespace tocsin::library {

/// The word of the listed category that is called `said` in either language, whatever its width and
/// case; else `said`.
[[nodiscard]] std::string listedCategory(store::Tx const& tx, std::string const& said);
/// `properties` with that word. Throws Failure for a database that fails.
[[nodiscard]] AssetProperties withListedCategory(store::Store const& store,
                                                 AssetProperties properties);

/// `store` outlives the routes.
[[nodiscard]] access::Routes categoryRoutes(store::Store& store);

}  // namespace tocsin::library
