// SPDX-License-Identifier: Apache-2.0
// Which part of the day a day's picture is to come from, so that not all of them show the morning.
// Pure.
#pragma once

#include <optional>
#include <vector>

#include "evidence/sample_key.hpp"
#include "tocsin/playlists/timeline.hpp"

namespace tocsin::player {

/// So many parts has the time from the first to the last planned play of an asset for a campaign on
/// one day.
inline constexpr int kSampleParts = 4;

/// 0 to kSampleParts - 1. The same on every machine; goes through all parts in so many days, and
/// begins elsewhere for another screen, asset or campaign.
[[nodiscard]] int samplePart(ScreenId const& screen, SampleKey const& key);

/// A timeline is obeyed from `from` until before `to`.
struct Stretch {
    Instant from, to;
};

/// The picture is to be of a play that begins then or later. There always is one: the last planned
/// play of the day at the latest. Plays that begin in none of the stretches are not planned; if
/// there are no stretches, all are. Nothing if no play of that asset for that campaign is planned.
[[nodiscard]] std::optional<Instant> sampledFrom(playlists::Timeline const& timeline,
                                                 std::vector<Stretch> const& obeyed,
                                                 ScreenId const& screen, SampleKey const& key);

}  // namespace tocsin::player
