// SPDX-License-Identifier: Apache-2.0
// The feeds that are open, one a stream and fit. Tick thread only.
#pragma once

#include <functional>
#include <map>
#include <memory>

#include "director/plan.hpp"
#include "stage/stream_feed.hpp"

namespace tocsin::player {

class StreamFeeds {
public:
    using Make = std::function<std::shared_ptr<StreamFeed const>(Cue const&)>;
    explicit StreamFeeds(Make make) : make_(std::move(make)) {}

    /// The one that is open, or a new one. It lives as long as somebody holds it.
    [[nodiscard]] std::shared_ptr<StreamFeed const> feedFor(Cue const& cue) {
        std::erase_if(feeds_, [](auto const& entry) { return entry.second.expired(); });
        auto& known = feeds_[{cue.content.rendition, cue.fit}];
        auto feed = known.lock();
        if (!feed) {
            feed = make_(cue);
            known = feed;
        }
        return feed;
    }

private:
    Make make_;
    std::map<std::pair<Digest, std::optional<Fit>>, std::weak_ptr<StreamFeed const>> feeds_;
};

}  // namespace tocsin::player
