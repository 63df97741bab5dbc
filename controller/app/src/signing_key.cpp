// SPDX-License-Identifier: Apache-2.0
#include "signing_key.hpp"

#include <algorithm>

namespace tocsin::app {
namespace {

/// Whether a player may have pinned the key: one is bound, or there is a manifest to be fetched.
Result<bool> keyIsKnown(store::Store const& store) {
    bool known = false;
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        auto const screens = tx.screens().all();
        known = std::any_of(screens.begin(), screens.end(), [&](auto const& screen) {
            return screen.player || tx.manifests().newest(screen.id);
        });
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return known;
}

}  // namespace

Result<std::unique_ptr<keys::Signer>> openSigner(store::Store const& store,
                                                 std::filesystem::path const& data) {
    auto const known = keyIsKnown(store);
    if (!known) {
        return known.error();
    }
    return keys::openFileSigner(data / "keys",
                                *known ? keys::MissingKey::refuse : keys::MissingKey::make);
}

}  // namespace tocsin::app
