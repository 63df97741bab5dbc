// SPDX-License-Identifier: Apache-2.0
// What a screen shows on a local day: as released, or as it would be compiled now.
#pragma once

#include <vector>

#include "state.hpp"

namespace tocsin::schedule {

/// A timeline and the part of the day in which it holds.
struct DayPart {
    Digest digest;
    playlists::Timeline timeline;
    Instant from, to;
};

struct DayView {
    store::Screen screen;
    playlists::LocalDay date{};
    playlists::DayBounds bounds;
    Situation situation;
    bool released = false;       ///< whether parts are what the screen was told, or only a forecast
    std::vector<DayPart> parts;  ///< ascending
    std::shared_ptr<CompiledDay const> compiled;  ///< as the day would be planned now
};

/// The day's view; without a date of today. Errc::notFound for a screen that is not there,
/// Errc::damaged.
[[nodiscard]] Result<DayView> viewDay(store::Store const& store, Compilations& compilations,
                                      SiteTimes const& times, ScreenId const& screen,
                                      std::optional<playlists::LocalDay> const& date, Instant now);

/// A play of the day, or a dark moment.
struct DayPlay {
    DayPart const* part = nullptr;
    playlists::Slot slot;  ///< its texts live as long as the view
    /// A play keeps its own start even if the plan joins it later: what is at which position
    /// follows from it. A dark moment has no position, so it begins where the plan joins it. Both
    /// end where the plan leaves them.
    Instant start, end;
};

/// All of them in order; what is dark over several plans is one dark moment.
[[nodiscard]] std::vector<DayPlay> playsOf(DayView const& day);

}  // namespace tocsin::schedule
