// SPDX-License-Identifier: Apache-2.0
// Changing what is said of assets that are there.
#include <set>

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

/// The same as text.
std::string saidOf(store::Asset const& asset) {
    auto const day = [](std::optional<playlists::LocalDay> const& date) {
        return date ? std::to_string(std::chrono::sys_days(*date).time_since_epoch().count())
                    : std::string();
    };
    auto const fit = asset.fit ? std::to_string(static_cast<int>(*asset.fit)) : std::string();
    return asset.category + "\n" + day(asset.usableFrom) + "\n" + day(asset.usableUntil) + "\n" +
           fit;
}

/// On which screens other plans come of it.
access::Reached reachOf(store::Tx const& tx, store::Asset const& asset,
                        LibrarySettings const& settings) {
    std::set<ScreenId> screens;
    for (auto const& id : showing(tx, asset)) {
        auto const campaign = tx.campaigns().find(id);
        if (campaign && settings.meantScreens) {
            auto const meant = settings.meantScreens(tx, *campaign);
            screens.insert(meant.begin(), meant.end());
        }
    }
    access::Reached out;
    out.screens.assign(screens.begin(), screens.end());
    out.units.insert(tx.uploads().chargedTo(asset.content.asset));
    if (auto const before = tx.assets().find(asset.content.asset)) {
        out.before = saidOf(*before);
    }
    auto const number = std::to_string(screens.size());
    out.english = "what is said of asset \"" + asset.handle + "\" changes the plans of " + number +
                  (screens.size() == 1 ? " screen" : " screens");
    out.chinese = "素材“" + asset.handle + "”的属性改变 " + number + " 块屏的排播";
    return out;
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
                                  AssetProperties const& said, access::MassGuard const& guard) {
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
            auto const reached =
                plansChange ? reachOf(tx, asset, state_->settings) : access::Reached{};
            if (auto may = access::askGuard(guard, tx, reached); !may) {
                return may;
            }
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
