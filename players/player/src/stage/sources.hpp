// SPDX-License-Identifier: Apache-2.0
// Sources of frames by kind of asset, from verified files of the cache.
#pragma once

#include <filesystem>
#include <functional>

#include "engine/findings.hpp"
#include "stage/item.hpp"
#include "timing/tick_grid.hpp"

namespace tocsin::player {

/// Where the file of a rendition is.
using ContentPath = std::function<std::filesystem::path(Digest const&)>;

/// Prefix of the findings, one a rendition, about fonts that are not those a slogan was approved
/// with.
inline constexpr char kFontFindings[] = "fonts ";

/// The same, about the zone in which a slogan tells the time.
inline constexpr char kZoneFindings[] = "zone ";

/// Told once an open film, on its decoder's thread, when the decoder meets damage in this
/// rendition. Must not block.
using DoubtContent = std::function<void(Digest const&)>;

/// `findings` must outlive what is returned.
[[nodiscard]] OpenSource openFromCache(ContentPath path, media::Canvas canvas, TickGrid grid,
                                       Findings& findings, DoubtContent doubt = {});

}  // namespace tocsin::player
