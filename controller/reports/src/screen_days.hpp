// SPDX-License-Identifier: Apache-2.0
// What the store knows of a screen's day, as facts to account for. A day is always looked at as a
// whole, so that what is said of an instant does not depend on the period of a report.
#pragma once

#include <map>
#include <tuple>
#include <vector>

#include "tocsin/playlists/compiler.hpp"
#include "tocsin/reports/screen_time.hpp"
#include "tocsin/reports/timeline_cache.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::reports {

class ScreenDays {
public:
    /// For days within `period`. `tx` must outlive this. Nothing is counted from `now` on.
    ScreenDays(store::Tx const& tx, Interval const& period, Instant now);

    /// What the opening hours of the screen's local day went to, until now. Opening hours are those
    /// of the plans that were released, and where there is none, today's rules; nothing is counted
    /// before the screen was added and after it was retired. Errc::invalid for an unknown zone;
    /// throws Failure(Errc::damaged) for a released timeline that cannot be read.
    Result<std::vector<Stretch>> account(store::Screen const& screen, playlists::LocalDay day);

private:
    /// What a released span says of its time.
    struct Planned {
        std::vector<Interval> wanted, idle, closed;
    };
    using Spans = std::vector<store::ReleasedSpan>;
    Planned const& plannedBy(messages::Span const& span);
    [[nodiscard]] Interval lifeOf(store::Screen const& screen);
    Result<ScreenFacts> facts(store::Screen const& screen, Interval const& day);
    Result<> addPlan(ScreenFacts& facts, store::Screen const& screen, Interval const& when,
                     Spans const& spans);
    void addPlays(ScreenFacts& facts, ScreenId const& screen, Interval const& day,
                  Spans const& spans);
    /// Rows that say something of the day.
    [[nodiscard]] std::vector<store::PlayTime> rowsOf(ScreenId const& screen, Interval const& day);
    void addWarnings(ScreenFacts& facts, ScreenId const& screen);
    [[nodiscard]] Instant heardUntil(ScreenId const& screen);
    [[nodiscard]] std::optional<Interval> slotOf(store::PlayTime const& row, Spans const& spans);

    store::Tx const& tx_;
    Interval period_;
    Instant now_;
    TimelineCache timelines_;
    std::map<std::tuple<Digest, Instant, Instant>, Planned> planned_;
    struct Warned {
        Interval when;
        bool ended = false;  ///< the player said when; else it is the warning's own end
    };
    std::map<ScreenId, std::vector<Warned>> warnings_;  ///< that took the whole screen
    std::map<ScreenId, Instant> heard_;
    std::map<ScreenId, Interval> lives_;
    /// Rows of some days of one screen, read at once: the days around each are looked at too.
    ScreenId readOf_;
    Interval readFor_{};
    std::vector<store::PlayTime> read_;
};

}  // namespace tocsin::reports
