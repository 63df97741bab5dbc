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

/// The newest manifests of retired screens that somebody may still fetch, if they are of an earlier
/// generation than this.
std::vector<store::ReleasedManifest> oldEnds(store::Tx const& tx, std::int64_t generation) {
    std::vector<store::ReleasedManifest> out;
    for (auto const& screen : tx.screens().all()) {
        auto newest =
            screen.retired && screen.player ? tx.manifests().newest(screen.id) : std::nullopt;
        if (newest && newest->version.generation < generation) {
            out.push_back(std::move(*newest));
        }
    }
    return out;
}

}  // namespace

Result<> Schedule::State::renewEnds(Instant at, std::set<ScreenId>& changed) {
    std::vector<store::ReleasedManifest> old;
    std::int64_t generation = 1;
    auto const read = store.read([&](store::Tx const& tx) -> Result<> {
        generation = generationOf(tx);
        old = oldEnds(tx, generation);
        return {};
    });
    if (!read || old.empty()) {
        return read;
    }
    std::vector<store::ReleasedManifest> renewed;
    for (auto const& end : old) {
        auto manifest = darkManifest(end.screen, end, at, generation, signer);
        if (!manifest) {
            return manifest.error();
        }
        renewed.push_back(std::move(*manifest));
    }
    auto const stored = store.write(
        [&](store::Tx& tx) -> Result<> {
            for (auto const& manifest : renewed) {
                tx.manifests().put(manifest);
            }
            return {};
        },
        {"schedule", "plan.release", std::to_string(renewed.size()) + " retired screens",
         "generation " + std::to_string(generation)});
    if (!stored) {
        return stored;
    }
    for (auto const& manifest : renewed) {
        changed.insert(manifest.screen);
    }
    return {};
}

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
