// SPDX-License-Identifier: Apache-2.0
#include "evidence/sample_part.hpp"

#include <algorithm>

#include "tocsin/messages/crypto.hpp"

namespace tocsin::player {
int samplePart(ScreenId const& screen, SampleKey const& key) {
    // No id has a line feed in it, so no two keys give the same text.
    auto const hash = messages::sha256(screen.str() + "\n" + key.campaign + "\n" + key.asset.hex());
    auto const day = std::chrono::sys_days(key.day).time_since_epoch().count();
    auto const part = (day + hash.bytes[0]) % kSampleParts;
    return static_cast<int>(part < 0 ? part + kSampleParts : part);
}

std::optional<Instant> sampledFrom(playlists::Timeline const& timeline, Instant until,
                                   ScreenId const& screen, SampleKey const& key) {
    auto const asset = key.asset.hex();
    auto const planned = [&](playlists::TimelineEntry const& entry) {
        return entry.asset != playlists::TimelineEntry::kNone && entry.start < until &&
               timeline.assets[entry.asset].str() == asset &&
               timeline.campaigns[entry.campaign].str() == key.campaign;
    };
    auto const& entries = timeline.entries;
    auto const first = std::find_if(entries.begin(), entries.end(), planned);
    if (first == entries.end()) {
        return std::nullopt;
    }
    auto const last = std::find_if(entries.rbegin(), entries.rend(), planned);
    return first->start + (last->start - first->start) * samplePart(screen, key) / kSampleParts;
}

}  // namespace tocsin::player
