// SPDX-License-Identifier: Apache-2.0
// The end of a screen's plan: nothing is owed any more, and the player is told to stay dark.
#include "release.hpp"
#include "state.hpp"

namespace tocsin::schedule {
namespace {

Result<store::ReleasedManifest> lastManifest(store::Store const& store, ScreenId const& screen,
                                             Instant now, keys::Signer const& signer) {
    std::optional<store::ReleasedManifest> newest;
    std::int64_t generation = 1;
    auto const read = store.read([&](store::Tx const& tx) -> Result<> {
        newest = tx.manifests().newest(screen);
        generation = generationOf(tx);
        return {};
    });
    if (!read) {
        return read.error();
    }
    return darkManifest(screen, newest, now, generation, signer);
}

}  // namespace

Result<> Schedule::State::endPlan(ScreenId const& screen, Change const& change,
                                  store::AuditEntry const& entry) {
    auto done = guarded([&]() -> Result<> {
        // A replan that has read the screen as one to be planned must not store its plan after
        // this.
        std::lock_guard const lock(planning);
        auto const at = now();
        auto const last = lastManifest(store, screen, at, signer);
        if (!last) {
            return last.error();
        }
        auto const ending = [&](store::Tx& tx) -> Result<> {
            if (auto changed = change(tx); !changed) {
                return changed;
            }
            tx.timelines().replaceSpans(screen, at, {}, {});
            tx.manifests().put(*last);
            return {};
        };
        return store.write(ending, entry);
    });
    if (done) {
        tell({screen});
    }
    return done;
}

}  // namespace tocsin::schedule
