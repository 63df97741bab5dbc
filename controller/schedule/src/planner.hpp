// SPDX-License-Identifier: Apache-2.0
// The plan of one screen: which timelines it obeys from when to when, given what was released
// before.
#pragma once

#include <optional>
#include <vector>

#include "compilations.hpp"
#include "history.hpp"
#include "programmes.hpp"
#include "tocsin/messages/manifest.hpp"

namespace tocsin::schedule {

struct PlannedSpan {
    messages::Span span;
    TimelineFacts facts;
    std::optional<playlists::LocalDay>
        compiledDay;  ///< a timeline that was compiled now, not released before
    std::optional<Instant> compiledFrom;
    std::vector<playlists::PastPlay> previous;  ///< with which it was compiled
};

/// Plans screens at one instant. Not thread-safe.
class Planner {
public:
    Planner(Compilations& compilations, Situation const& situation, ReleasedTimeline released,
            Instant now, int days, Milliseconds frozenHorizon);

    /// The spans from now on, ascending and gapless, for at least the days ahead; of a screen
    /// without a network (离线) to three days after the end of its campaigns. `released`: the
    /// screen's released spans that end after now, ascending; `past`: those before, of the last two
    /// days. What is released stays as it is
    /// unless the programme gives another timeline; then the new one takes over
    /// - at the first end of a released play after the frozen horizon, or right after the horizon
    /// if the screen is dark then;
    /// - at once, if nobody can have seen the old one: the screen has no player, or its plan was
    /// dark throughout.
    [[nodiscard]] Result<std::vector<PlannedSpan>> plan(store::Screen const& screen,
                                                        std::vector<messages::Span> const& released,
                                                        std::vector<messages::Span> const& past);

private:
    struct Day {
        playlists::LocalDay date;
        playlists::DayBounds bounds;
        std::vector<PlannedSpan> released;  ///< those that begin in the day, or run when it begins
    };

    Result<std::vector<PlannedSpan>> planDay(store::Screen const& screen, Day const& day,
                                             Instant frozenUntil);
    Result<std::vector<PlannedSpan>> wholeDay(store::Screen const& screen, Day const& day,
                                              Instant begin);
    Result<PlannedSpan> compiled(store::Screen const& screen, Day const& day,
                                 std::optional<Instant> from, Instant spanFrom);
    Result<Instant> takeover(Day const& day, Instant frozenUntil);
    Result<bool> changed(store::Screen const& screen, Day const& day);
    Result<std::vector<PlannedSpan>> withFacts(std::vector<messages::Span> const& released);
    [[nodiscard]] int daysFor(store::Screen const& screen, playlists::LocalDay today) const;
    [[nodiscard]] bool changesAtOnce(store::Screen const& screen,
                                     std::vector<PlannedSpan> const& released) const;

    [[nodiscard]] std::vector<playlists::PastPlay> history(Day const& day, Instant upTo);

    Compilations& compilations_;
    Situation const& situation_;
    ReleasedTimeline releasedTimeline_;
    Instant now_;
    int days_;
    Milliseconds frozenHorizon_;
    std::vector<messages::Span> past_;  ///< of the screen that is planned, up to the day in hand
};

}  // namespace tocsin::schedule
