// SPDX-License-Identifier: Apache-2.0
#include "tocsin/reports/freshness.hpp"

#include <algorithm>

namespace tocsin::reports {
namespace {

/// Whether the screen's plan had a whole play within.
bool hadToPlay(store::Tx const& tx, TimelineCache& timelines, ScreenId const& screen,
               Interval const& within) {
    for (auto const& released : tx.timelines().spans(screen, within.begin, within.end)) {
        auto const& span = released.span;
        auto const held = timelines.get(span.timeline);
        auto const from = std::max({span.from, within.begin, held->begin});
        auto const to = std::min(span.to, within.end);
        for (auto i = playlists::indexAt(*held, from).value_or(0); i < held->entries.size(); ++i) {
            auto const slot = playlists::slotOf(*held, i);
            if (slot.end > to) {
                break;
            }
            if (!slot.dark && slot.start >= from) {
                return true;
            }
        }
    }
    return false;
}

}  // namespace

Freshness freshnessOf(store::Tx const& tx, TimelineCache& timelines,
                      std::map<ScreenId, store::Screen> const& screens,
                      std::map<ScreenId, Interval> const& intervals, Instant now) {
    Freshness out;
    out.asOf = now;
    out.lastBatch = tx.ledger().newestBatch();
    if (!screens.empty()) {
        out.zone = screens.begin()->second.zone;
    }
    for (auto const& [id, interval] : intervals) {
        auto const newest = tx.ledger().newest(id);
        Interval const due{newest ? std::max(newest->end, interval.begin) : interval.begin,
                           std::min(interval.end, now - kRowsComeWithin)};
        if (!due.empty() && hadToPlay(tx, timelines, id, due)) {
            auto const screen = screens.find(id);
            out.unreported.push_back({id.str(), screen == screens.end() ? "" : screen->second.name,
                                      newest ? std::optional(newest->end) : std::nullopt});
        }
    }
    return out;
}

}  // namespace tocsin::reports
