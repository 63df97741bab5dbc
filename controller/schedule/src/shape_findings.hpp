// SPDX-License-Identifier: Apache-2.0
// How a campaign's films and pictures suit the screens they are meant for.
#pragma once

#include "state.hpp"

namespace tocsin::schedule {

/// "asset-shape": it would leave more than half of the screen black; "asset-cut": more than half of
/// it would be cut off; "asset-distorted": one side is stretched more than half as much again as
/// the other; "asset-small": enlarged more than three times, which nobody takes for sharp. Each
/// sentence once with all screens it is true of. `situation` knows the campaign.
[[nodiscard]] ScreenFindings shapeFindings(Situation const& situation,
                                           RunningCampaign const& campaign);

}  // namespace tocsin::schedule
