// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <vector>

#include "tocsin/access/route.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::library {

struct ShownPlaylists {
    std::function<void()> plansChanged;  ///< called when campaigns left the screens
    /// LibrarySettings::meantScreens.
    std::function<std::vector<ScreenId>(store::Tx const&, store::Campaign const&)> meantScreens{};
};

/// `store` outlives the routes.
[[nodiscard]] access::Routes playlistRoutes(store::Store& store, std::function<Instant()> now,
                                            ShownPlaylists const& shown);

}  // namespace tocsin::library
