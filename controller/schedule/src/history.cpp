// SPDX-License-Identifier: Apache-2.0
#include "history.hpp"

#include <algorithm>
#include <map>

namespace tocsin::schedule {
namespace {

/// The span's plays that begin in [from, to), ended where the span ends.
void addPlays(std::vector<playlists::PastPlay>& out, messages::Span const& span,
              playlists::Timeline const& timeline, Instant from, Instant to) {
    auto const begin = std::max({from, span.from, timeline.begin});
    auto const end = std::min(to, span.to);
    auto const first = playlists::indexAt(timeline, begin);
    if (!first || begin >= end) {
        return;
    }
    for (auto i = *first; i < timeline.entries.size(); ++i) {
        auto const slot = playlists::slotOf(timeline, i);
        if (slot.start >= end) {
            break;
        }
        if (!slot.dark && slot.end > begin) {
            out.push_back({slot.start, std::min(slot.end, span.to), slot.asset, slot.campaign});
        }
    }
}

/// Only the last play of each asset, ascending.
std::vector<playlists::PastPlay> lastOfEach(std::vector<playlists::PastPlay> const& plays) {
    std::map<AssetId, playlists::PastPlay> last;
    for (auto const& play : plays) {
        last.insert_or_assign(play.asset, play);
    }
    std::vector<playlists::PastPlay> out;
    for (auto& [asset, play] : last) {
        out.push_back(std::move(play));
    }
    std::sort(out.begin(), out.end(),
              [](auto const& a, auto const& b) { return a.start < b.start; });
    return out;
}

}  // namespace

std::vector<playlists::PastPlay> historyOf(std::vector<messages::Span> const& spans,
                                           Instant dayBegin, Instant upTo,
                                           TimelineOf const& timelineOf) {
    std::vector<playlists::PastPlay> evening, day;
    for (auto const& span : spans) {
        if (span.to <= dayBegin - kTail || span.from >= upTo) {
            continue;
        }
        if (auto const timeline = timelineOf(span.timeline)) {
            addPlays(evening, span, *timeline, dayBegin - kTail, dayBegin);
            addPlays(day, span, *timeline, dayBegin, upTo);
        }
    }
    // A play that a span joined in its middle stands in both spans.
    std::erase_if(day, [&](auto const& play) { return play.start < dayBegin; });
    auto out = lastOfEach(evening);
    out.insert(out.end(), day.begin(), day.end());
    return out;
}

}  // namespace tocsin::schedule
