// SPDX-License-Identifier: Apache-2.0
// Overlays and tickers of a screen: when and where approved campaigns lie over its programme.
#pragma once

#include <vector>

#include "programmes.hpp"
#include "tocsin/messages/manifest.hpp"
#include "tocsin/playlists/compiler.hpp"

namespace tocsin::schedule {

/// A manifest holds no more (PROTOCOL.md, section 4). The soonest are kept; the rest comes with the
/// manifests of the next days.
inline constexpr std::size_t kMostOverlays = 500;

/// When the campaign is on and the screen open, as whole windows: those that touch each other are
/// one, whenever they are asked for, so that an overlay begins once. Ascending; all that touch
/// [begin, end), and none outside the asset's usable days.
[[nodiscard]] Result<std::vector<playlists::Window>> overlayWindows(store::Screen const& screen,
                                                                    RunningCampaign const& campaign,
                                                                    Situation const& situation,
                                                                    Instant begin, Instant end);

/// Where it lies on the screen. `campaign` has its one item.
[[nodiscard]] OverlayRect overlayRect(store::Screen const& screen, RunningCampaign const& campaign,
                                      Situation const& situation);

/// The campaigns that lie over the screen's programme, the lowest first: by layer, within a layer
/// by id.
[[nodiscard]] std::vector<RunningCampaign const*> overlaysMeant(store::Screen const& screen,
                                                                Situation const& situation);

/// What the manifest says of them for [now, end).
[[nodiscard]] Result<std::vector<messages::Overlay>> overlaysOf(store::Screen const& screen,
                                                                Situation const& situation,
                                                                Instant now, Instant end);

}  // namespace tocsin::schedule
