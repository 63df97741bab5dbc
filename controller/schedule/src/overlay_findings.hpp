// SPDX-License-Identifier: Apache-2.0
// What the office should know before an overlay is released on a screen.
#pragma once

#include <vector>

#include "programmes.hpp"
#include "tocsin/library/library.hpp"

namespace tocsin::schedule {

/// Findings of one overlay on one screen it is meant for, as if it were approved. Codes:
/// "overlay-outside" (cut off by the screen's edge), "overlay-small" (nobody could read it),
/// "overlay-enlarged" (a picture of fewer pixels than its place), "overlay-covered" (another
/// overlay lies on it), "overlay-never" (the screen is closed or the asset not usable whenever it
/// would be on), "asset-expired" (not usable on all its days), "asset-missing" (its file is not in
/// the library).
[[nodiscard]] std::vector<playlists::Finding> overlayFindings(store::Screen const& screen,
                                                              RunningCampaign const& campaign,
                                                              Situation const& situation,
                                                              library::Library const& library,
                                                              Instant now);

}  // namespace tocsin::schedule
