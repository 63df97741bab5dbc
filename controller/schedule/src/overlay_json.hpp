// SPDX-License-Identifier: Apache-2.0
// Overlays as answers name them.
#pragma once

#include <boost/json.hpp>

#include "programmes.hpp"

namespace tocsin::schedule {

/// What lies over the screen's programme in [begin, end) by the campaigns of the situation, the
/// lowest first: {"start","end","asset","campaign","placement","x","y","width","height","opacity",
/// "layer"}, cut to the interval, with the zone's offset. `at`: only those that are on then.
[[nodiscard]] Result<boost::json::array> overlaysJson(store::Screen const& screen,
                                                      Situation const& situation, Instant begin,
                                                      Instant end, std::optional<Instant> at = {});

}  // namespace tocsin::schedule
