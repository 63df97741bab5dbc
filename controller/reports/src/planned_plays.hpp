// SPDX-License-Identifier: Apache-2.0
// The plan's side of a report: what released timelines say should have been shown.
#pragma once

#include <map>
#include <tuple>
#include <vector>

#include "tocsin/reports/interval.hpp"
#include "tocsin/reports/timeline_cache.hpp"

namespace tocsin::reports {

/// Planned plays of one asset of one campaign in one hour (or in the whole interval).
struct PlannedCount {
    CampaignId campaign;
    Digest asset;
    std::int64_t hour = 0;  ///< hours since 1970 (UTC) of the start; 0 unless counted by the hour
    std::int64_t planned = 0;   ///< that begin inside the interval, as rows do
    std::int64_t makeGood = 0;  ///< on top of them, to repay what was lost on earlier days
    std::int64_t cut = 0;       ///< that another plan took over from, or that a plan joined midway
};

/// Reads released timelines for one report. Timelines are decoded once while they fit, and screens
/// that share them share the counts.
class PlannedPlays {
public:
    /// `tx` must outlive this.
    PlannedPlays(store::Tx const& tx, bool byHour) : byHour_(byHour), timelines_(tx) {}

    /// Throws Failure(Errc::damaged) if a released timeline cannot be read.
    std::vector<PlannedCount> const& count(messages::Span const& span, Interval const& interval);

    /// Whether the play is one that `spans` (a screen's, overlapping the play) planned: same
    /// timeline and entry, same asset, shown within its slot to a second.
    bool isPlanned(messages::PlayRecord const& play, std::vector<store::ReleasedSpan> const& spans);

    [[nodiscard]] TimelineCache& timelines() noexcept { return timelines_; }

private:
    using Key = std::tuple<Digest, Instant, Instant, Interval>;

    bool byHour_;
    TimelineCache timelines_;
    std::map<Key, std::vector<PlannedCount>> counts_;
};

}  // namespace tocsin::reports
