// SPDX-License-Identifier: Apache-2.0
// What the newest manifests say beside their spans: overlays and levels. Read once each.
#pragma once

#include <map>
#include <memory>
#include <mutex>

#include "tocsin/messages/manifest.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::ops {

/// Thread-safe.
class StandingManifests {
public:
    struct Beside {
        messages::ManifestVersion version;
        std::vector<messages::Overlay> overlays;
        std::vector<messages::Level> levels;

        [[nodiscard]] messages::Level levelAt(Instant t) const;
    };

    /// Of a manifest that was released here; null if it cannot be read.
    [[nodiscard]] std::shared_ptr<Beside const> of(store::ReleasedManifest const& newest);

private:
    std::mutex mutex_;
    std::map<ScreenId, std::shared_ptr<Beside const>> known_;  // guarded by mutex_
};

}  // namespace tocsin::ops
