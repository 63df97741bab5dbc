// SPDX-License-Identifier: Apache-2.0
// Sources of frames by kind of asset, from verified files of the cache.
#pragma once

#include <filesystem>
#include <functional>

#include "stage/item.hpp"
#include "timing/tick_grid.hpp"

namespace tocsin::player {

/// Where the file of a rendition is.
using ContentPath = std::function<std::filesystem::path(Digest const&)>;

[[nodiscard]] OpenSource openFromCache(ContentPath path, media::Canvas canvas, TickGrid grid);

}  // namespace tocsin::player
