// SPDX-License-Identifier: Apache-2.0
// How much of what was played is on top of the plan, where a plan repays what was lost before.
#pragma once

#include <algorithm>
#include <map>

#include "planned_plays.hpp"
#include "tocsin/reports/grouping.hpp"

namespace tocsin::reports {

/// Plays of a campaign that is repaid on a screen.
struct RepaidCounts {
    std::int64_t planned = 0, makeGood = 0, complete = 0, delivered = 0;

    void plan(PlannedCount const& count) {
        planned += count.planned;
        makeGood += count.makeGood;
    }
    void play(store::PlayTotals const& totals) {
        complete += totals.complete;
        delivered += totals.delivered;
    }
    [[nodiscard]] std::int64_t surplus() const {
        return std::clamp<std::int64_t>(complete - planned, 0, makeGood);
    }
    [[nodiscard]] std::int64_t surplusDelivered() const {
        return std::clamp<std::int64_t>(delivered - planned, 0, makeGood);
    }
};

/// The same by row, and of the whole report.
struct Repaid {
    std::map<Key, RepaidCounts> rows;
    RepaidCounts whole;
};

}  // namespace tocsin::reports
