// SPDX-License-Identifier: Apache-2.0
#include "signing_keys.hpp"

#include <algorithm>

#include "tocsin/schedule/generation.hpp"

namespace tocsin::app {
namespace {

/// What the database says of keys.
struct Known {
    bool contentKey = false;  ///< a player may have pinned it
    std::optional<std::int64_t> generation;
};

Result<Known> knownOf(store::Store const& store) {
    Known out;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        auto const screens = tx.screens().all();
        out.contentKey = std::any_of(screens.begin(), screens.end(), [&](auto const& screen) {
            return screen.player || tx.manifests().newest(screen.id);
        });
        if (tx.settings().get(schedule::kGenerationSetting)) {
            out.generation = schedule::generationOf(tx);
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return out;
}

std::string summaryOf(messages::KeySet const& set) {
    std::string out = "root " + set.root.fingerprint();
    for (auto const role : messages::kSigningRoles) {
        if (!set.has(role)) {
            continue;
        }
        out += ", " + std::string(toString(role)) + " " + set.key(role).fingerprint();
    }
    return out + (set.revoked.empty() ? "" : ", revoked " + std::to_string(set.revoked.size()));
}

/// New manifests are of the key set's generation.
Result<> tell(store::Store& store, messages::KeySet const& set) {
    auto const generation = std::to_string(set.generation);
    return store.write(
        [&](store::Tx& tx) -> Result<> {
            tx.settings().put(schedule::kGenerationSetting, generation);
            return {};
        },
        {"controller", "keys.issued", "generation " + generation, summaryOf(set)});
}

}  // namespace

Result<keys::IssuedKeys> openSigningKeys(store::Store& store, std::filesystem::path const& data,
                                         Instant now, std::optional<Digest> const& tlsAuthority) {
    auto const known = knownOf(store);
    if (!known) {
        return known.error();
    }
    keys::KeysWanted wanted;
    wanted.missing = known->contentKey ? keys::MissingKey::refuse : keys::MissingKey::make;
    wanted.now = now;
    wanted.issuedBefore = known->contentKey && known->generation;
    wanted.leastGeneration = known->generation.value_or(1);
    wanted.tlsAuthority = tlsAuthority;
    auto issued = keys::openKeys(data / "keys", wanted);
    if (issued && issued->set.generation != known->generation) {
        if (auto told = tell(store, issued->set); !told) {
            return told.error();
        }
    }
    return issued;
}

}  // namespace tocsin::app
