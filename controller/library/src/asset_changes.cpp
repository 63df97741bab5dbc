// SPDX-License-Identifier: Apache-2.0
// Changing what is said of assets that are there.
#include "asset_properties.hpp"
#include "categories.hpp"
#include "find_asset.hpp"
#include "library_state.hpp"

namespace tocsin::library {
namespace {

/// Whether plans and manifests may come out differently; they ask nothing else of an asset that can
/// be said.
bool plansDifferently(store::Asset const& a, store::Asset const& b) {
    return a.category != b.category || a.usableFrom != b.usableFrom ||
           store::lastDay(a) != store::lastDay(b) || a.fit != b.fit;
}

}  // namespace

void tell(std::mutex& listening, std::vector<std::function<void()>> const& listeners) {
    std::vector<std::function<void()>> told;
    {
        std::lock_guard const lock(listening);
        told = listeners;
    }
    for (auto const& listener : told) {
        listener();
    }
}

Result<store::Asset> Library::set(access::Principal const& who, std::string const& name,
                                  AssetProperties const& said) {
    auto const properties = withListedCategory(state_->store, said);
    store::Asset asset;
    bool plansChange = false;
    auto const written = state_->store.write(
        [&](store::Tx& tx) -> Result<> {
            auto const found = findAsset(tx, name);
            if (!found) {
                return found.error();
            }
            // Bringing the same bytes again says something of them too.
            if (!who.may(access::Permission::editMedia,
                         tx.uploads().chargedTo(found->content.asset))) {
                return Error{Errc::permission, "asset " + found->handle +
                                                   " belongs to another unit, which alone says "
                                                   "what is to be said of it"};
            }
            auto const changed = withProperties(*found, properties);
            if (!changed) {
                return changed.error();
            }
            asset = *changed;
            plansChange = plansDifferently(asset, *found) && !showing(tx, asset).empty();
            tx.assets().put(asset);
            return {};
        },
        {who.name, "media.set", name, described(properties)});
    if (!written) {
        return written.error();
    }
    if (plansChange) {
        state_->tellPlansChange();
    }
    return asset;
}

void Library::onPlansChange(std::function<void()> listener) {
    std::lock_guard const lock(state_->listening);
    state_->listeners.push_back(std::move(listener));
}

void Library::State::tellPlansChange() {
    tell(listening, listeners);
}

}  // namespace tocsin::library
