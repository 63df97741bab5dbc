// SPDX-License-Identifier: Apache-2.0
#include "planned_days.hpp"

#include <algorithm>

#include "released_timeline.hpp"

namespace tocsin::schedule {

void PlannedDay::add(PlannedDay const& other) {
    for (auto const& [campaign, plays] : other.counts) {
        counts[campaign] += plays;
    }
    for (auto const& [campaign, plays] : other.onTop) {
        onTop[campaign] += plays;
    }
    last = std::max(last, other.last);
}

PlannedDay PlannedDays::of(store::Screen const& screen, playlists::DayBounds const& bounds) {
    PlannedDay out;
    for (auto const& released : tx_.timelines().spans(screen.id, bounds.begin, bounds.end)) {
        auto const& span = released.span;
        auto const begin = std::max(bounds.begin, span.from);
        auto const end = std::min(bounds.end, span.to);
        auto const [found, isNew] =
            counted_.try_emplace({span.timeline, begin, end, span.to}, PlannedDay{});
        if (isNew) {
            found->second = count(span.timeline, begin, end, span.to);
        }
        out.add(found->second);
    }
    return out;
}

/// Plays that begin from `begin` to `end` and have ended by `to`: one that another plan cut, or
/// joined in its middle, is not planned.
PlannedDay PlannedDays::count(Digest const& digest, Instant begin, Instant end, Instant to) {
    PlannedDay out;
    auto const plan = timeline(digest);
    auto const first = plan != nullptr && begin < end
                           ? playlists::indexAt(*plan, std::max(begin, plan->begin))
                           : std::nullopt;
    for (auto i = first.value_or(0); first && i < plan->entries.size(); ++i) {
        auto const slot = playlists::slotOf(*plan, i);
        if (slot.start >= end) {
            break;
        }
        if (!slot.dark && slot.start >= begin && slot.end <= to) {
            ++out.counts[slot.campaign];
            out.onTop[slot.campaign] += playlists::makesGood(slot) ? 1 : 0;
            out.last = std::max(out.last, slot.start);
        }
    }
    return out;
}

std::shared_ptr<playlists::Timeline const> PlannedDays::timeline(Digest const& digest) {
    if (auto known = compilations_.timeline(digest)) {
        return known;
    }
    auto const released = releasedTimeline(tx_, digest);
    return released ? std::make_shared<playlists::Timeline const>(*released) : nullptr;
}

}  // namespace tocsin::schedule
