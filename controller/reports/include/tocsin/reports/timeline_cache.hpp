// SPDX-License-Identifier: Apache-2.0
// Released timelines, decoded once while they fit.
#pragma once

#include <map>
#include <memory>

#include "tocsin/playlists/timeline.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::reports {

class TimelineCache {
public:
    /// `tx` must outlive this.
    explicit TimelineCache(store::Tx const& tx) : tx_(tx) {}

    /// Never null. Throws Failure(Errc::damaged) if the timeline cannot be read.
    std::shared_ptr<playlists::Timeline const> get(Digest const& digest);

private:
    store::Tx const& tx_;
    std::map<Digest, std::shared_ptr<playlists::Timeline const>> timelines_;
};

}  // namespace tocsin::reports
