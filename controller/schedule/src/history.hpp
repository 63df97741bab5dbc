// SPDX-License-Identifier: Apache-2.0
// What a screen was told to show before an instant: an input of the compiler, so that a replan
// keeps the day's counts and neighbours are kept apart across midnight.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "tocsin/messages/manifest.hpp"
#include "tocsin/playlists/compiler.hpp"
#include "tocsin/vocabulary/digest.hpp"

namespace tocsin::schedule {

/// How much of the evening before a day's neighbour rules look at.
inline constexpr std::chrono::minutes kTail{30};

/// A timeline by its digest; null if it cannot be had.
using TimelineOf =
    std::function<std::shared_ptr<playlists::Timeline const>(Digest const& timeline)>;

/// The plays of the spans that begin in [dayBegin, upTo), in full, and of the last kTail before
/// dayBegin the last play of each asset. `spans` is ascending. What cannot be read is left out: the
/// plan is then made as if nothing had been shown.
[[nodiscard]] std::vector<playlists::PastPlay> historyOf(std::vector<messages::Span> const& spans,
                                                         Instant dayBegin, Instant upTo,
                                                         TimelineOf const& timelineOf);

}  // namespace tocsin::schedule
