// SPDX-License-Identifier: Apache-2.0
// Opening rules as instants.
#pragma once

#include <string>

#include "tocsin/playlists/programme.hpp"
#include "tocsin/reports/interval.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::reports {

/// The part of [within.begin, within.end), some days at most, in which the rules have the screen
/// open; no rules: all of it. Errc::invalid for an unknown zone.
[[nodiscard]] Result<Intervals> openingHours(std::vector<playlists::Opening> const& rules,
                                             std::string const& zone, Interval const& within);

}  // namespace tocsin::reports
