// SPDX-License-Identifier: Apache-2.0
// From what people say of brightness, volume, quiet zones and powered hours on the screen's clock
// to the instants of a manifest. Pure.
#pragma once

#include <string>
#include <vector>

#include "screen_settings.hpp"
#include "tocsin/messages/manifest.hpp"

namespace tocsin::schedule {

/// A manifest holds no more (PROTOCOL.md, section 4). What lies beyond comes with the manifests of
/// the next days.
inline constexpr std::size_t kMostLevels = 1'000;

/// The levels of [begin, end) in `zone`, ascending, each different from the one before; none if all
/// stays at 100 percent with power. Inside a gap of the clocks a change comes at the first instant
/// after it, in an overlap at the first of the two. A quiet zone wins over any volume.
/// Errc::invalid for an unknown zone.
[[nodiscard]] Result<std::vector<messages::Level>> levelsOf(ScreenSettings const& settings,
                                                            std::string const& zone, Instant begin,
                                                            Instant end);

/// The same levels without what is over at `now`: the first one says what holds then. Equal results
/// mean that a screen would behave the same from now on.
[[nodiscard]] std::vector<messages::Level> aheadOf(std::vector<messages::Level> levels,
                                                   Instant now);

}  // namespace tocsin::schedule
