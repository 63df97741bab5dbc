// SPDX-License-Identifier: Apache-2.0
#include "tocsin/reports/timeline_cache.hpp"

namespace tocsin::reports {
namespace {

constexpr std::size_t kMostTimelines = 256;  // some 100 KB each

}  // namespace

std::shared_ptr<playlists::Timeline const> TimelineCache::get(Digest const& digest) {
    if (auto const known = timelines_.find(digest); known != timelines_.end()) {
        return known->second;
    }
    auto const file = tx_.timelines().find(digest);
    if (!file) {
        throw Failure({Errc::damaged, "released timeline " + digest.hex() +
                                          " is not in the database; restore it from a backup"});
    }
    auto decoded = playlists::decodeTimeline(file->bytes);
    if (!decoded) {
        throw Failure(
            {Errc::damaged, "released timeline " + digest.hex() + ": " + decoded.error().message});
    }
    if (timelines_.size() >= kMostTimelines) {
        timelines_.clear();
    }
    auto held = std::make_shared<playlists::Timeline const>(std::move(*decoded));
    timelines_.emplace(digest, held);
    return held;
}

}  // namespace tocsin::reports
