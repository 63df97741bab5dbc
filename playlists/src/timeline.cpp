// SPDX-License-Identifier: Apache-2.0
// Looking things up in a timeline.
#include "tocsin/playlists/timeline.hpp"

#include <algorithm>

namespace tocsin::playlists {

std::optional<std::size_t> indexAt(Timeline const& timeline, Instant t) {
    if (t < timeline.begin || t >= timeline.end || timeline.entries.empty()) {
        return std::nullopt;
    }
    auto const after =
        std::upper_bound(timeline.entries.begin(), timeline.entries.end(), t,
                         [](Instant at, TimelineEntry const& entry) { return at < entry.start; });
    return static_cast<std::size_t>(after - timeline.entries.begin()) - 1;
}

Slot slotOf(Timeline const& timeline, std::size_t index) {
    auto const& entry = timeline.entries[index];
    Slot slot;
    slot.index = index;
    slot.start = entry.start;
    slot.end =
        index + 1 < timeline.entries.size() ? timeline.entries[index + 1].start : timeline.end;
    slot.dark = entry.asset == TimelineEntry::kNone;
    if (!slot.dark) {
        slot.asset = timeline.assets[entry.asset];
        slot.campaign = timeline.campaigns[entry.campaign];
    }
    slot.reason = timeline.reasons[entry.reason];
    return slot;
}

bool makesGood(Slot const& slot) {
    return slot.reason.find(kMakeGoodReason) != std::string_view::npos;
}

}  // namespace tocsin::playlists
