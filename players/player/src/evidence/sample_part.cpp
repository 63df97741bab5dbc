// SPDX-License-Identifier: Apache-2.0
#include "evidence/sample_part.hpp"

#include <algorithm>

#include "tocsin/messages/crypto.hpp"

namespace tocsin::player {
namespace {

/// Which entries of a timeline's table are this text: a day has many plays, and comparing numbers
/// is quick.
template <class Id>
std::vector<bool> placesOf(std::vector<Id> const& table, std::string const& text) {
    std::vector<bool> out;
    out.reserve(table.size());
    for (auto const& each : table) {
        out.push_back(each.str() == text);
    }
    return out;
}

bool isIn(std::vector<Stretch> const& stretches, Instant at) {
    return stretches.empty() ||
           std::any_of(stretches.begin(), stretches.end(),
                       [at](Stretch const& each) { return each.from <= at && at < each.to; });
}

}  // namespace

int samplePart(ScreenId const& screen, SampleKey const& key) {
    // No id has a line feed in it, so no two keys give the same text.
    auto const hash = messages::sha256(screen.str() + "\n" + key.campaign + "\n" + key.asset.hex());
    auto const day = std::chrono::sys_days(key.day).time_since_epoch().count();
    auto const part = (day + hash.bytes[0]) % kSampleParts;
    return static_cast<int>(part < 0 ? part + kSampleParts : part);
}

std::optional<Instant> sampledFrom(playlists::Timeline const& timeline,
                                   std::vector<Stretch> const& obeyed, ScreenId const& screen,
                                   SampleKey const& key) {
    auto const assets = placesOf(timeline.assets, key.asset.hex());
    auto const campaigns = placesOf(timeline.campaigns, key.campaign);
    auto const planned = [&](playlists::TimelineEntry const& entry) {
        return entry.asset != playlists::TimelineEntry::kNone && assets[entry.asset] &&
               campaigns[entry.campaign] && isIn(obeyed, entry.start);
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
