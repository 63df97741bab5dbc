// SPDX-License-Identifier: Apache-2.0
#include "standing_manifests.hpp"

#include <algorithm>

#include "tocsin/messages/envelope.hpp"

namespace tocsin::ops {

messages::Level StandingManifests::Beside::levelAt(Instant t) const {
    auto const next =
        std::upper_bound(levels.begin(), levels.end(), t,
                         [](Instant at, auto const& level) { return at < level.from; });
    return next == levels.begin() ? messages::Level{t} : *std::prev(next);
}

std::shared_ptr<StandingManifests::Beside const> StandingManifests::of(
    store::ReleasedManifest const& newest) {
    {
        std::scoped_lock const lock(mutex_);
        auto const found = known_.find(newest.screen);
        if (found != known_.end() && found->second->version == newest.version) {
            return found->second;
        }
    }
    auto const envelope = messages::parseEnvelope(newest.envelope);
    auto manifest = envelope ? messages::parseManifest(envelope->payload)
                             : Result<messages::Manifest>(envelope.error());
    if (!manifest) {
        return nullptr;
    }
    auto beside = std::make_shared<Beside const>(
        Beside{newest.version, std::move(manifest->overlays), std::move(manifest->display.levels)});
    std::scoped_lock const lock(mutex_);
    known_[newest.screen] = beside;
    return beside;
}

}  // namespace tocsin::ops
