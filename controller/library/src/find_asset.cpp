// SPDX-License-Identifier: Apache-2.0
#include "find_asset.hpp"

#include <algorithm>

#include "tocsin/store/asset_names.hpp"

namespace tocsin::library {

Result<store::Asset> findAsset(store::Tx const& tx, std::string const& name) {
    auto const matches = store::assetsNamed(tx, name);
    if (matches.size() > 1) {
        return Error{Errc::conflict, "several assets begin with " + name + "; give more digits"};
    }
    if (matches.empty()) {
        return Error{Errc::notFound, "there is no asset \"" + name + "\"; see tocsin media list"};
    }
    return matches.front();
}

Result<store::Asset> findAsset(store::Store const& store, std::string const& name) {
    Result<store::Asset> out = Error{};
    auto const looked = store.read([&](store::Tx const& tx) -> Result<> {
        out = findAsset(tx, name);
        return {};
    });
    return looked ? out : looked.error();
}

std::vector<CampaignId> showing(store::Tx const& tx, store::Asset const& asset) {
    std::vector<CampaignId> out;
    for (auto const& campaign : tx.campaigns().all()) {
        auto const& items = campaign.items;
        if (campaign.state == store::CampaignState::approved &&
            std::find(items.begin(), items.end(), asset.content.asset) != items.end()) {
            out.push_back(campaign.id);
        }
    }
    return out;
}

}  // namespace tocsin::library
