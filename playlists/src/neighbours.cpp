// SPDX-License-Identifier: Apache-2.0
#include "neighbours.hpp"

#include <algorithm>
#include <map>

namespace tocsin::playlists::detail {

Neighbours::Neighbours(Programme const& programme, std::vector<Booking> const& bookings,
                       std::vector<FixedPlay> const& fixed) {
    bool const anyAvoided =
        !programme.avoid.empty() ||
        std::any_of(programme.campaigns.begin(), programme.campaigns.end(),
                    [](ProgrammeCampaign const& c) { return !c.avoid.empty(); });
    if (anyAvoided) {
        hasCategories_ = true;
        std::map<std::string, std::uint32_t> ids;
        for (auto const& asset : programme.assets) {
            auto const next = static_cast<std::uint32_t>(ids.size()) + 1;
            category_.push_back(asset.category.empty()
                                    ? kNoCategory
                                    : ids.try_emplace(asset.category, next).first->second);
        }
        auto const idsOf = [&ids](std::vector<std::string> const& categories) {
            std::vector<std::uint32_t> out;
            for (auto const& category : categories) {
                if (auto const found = ids.find(category); found != ids.end()) {
                    out.push_back(found->second);
                }
            }
            std::sort(out.begin(), out.end());
            return out;
        };
        apart_.assign(ids.size() + 1, false);
        for (auto const category : idsOf(programme.avoid)) {
            apart_[category] = true;
        }
        for (auto const& campaign : programme.campaigns) {
            avoided_.push_back(idsOf(campaign.avoid));
        }
    }
    for (auto const& booking : bookings) {
        for (auto const& item : booking.items) {
            keepApart(item.asset, programme.campaigns[booking.campaign].leastSeparation,
                      programme.assets.size());
        }
    }
    for (auto const& play : fixed) {
        keepApart(play.item.asset, programme.campaigns[play.campaign].leastSeparation,
                  programme.assets.size());
    }
}

void Neighbours::keepApart(std::uint32_t asset, Milliseconds least, std::size_t assets) {
    if (least.count() > 0) {
        hasSeparations_ = true;
        separation_.resize(assets, 0);
        separation_[asset] = std::max<std::int64_t>(separation_[asset], least.count());
    }
}

bool Neighbours::categoriesClash(Shown const& a, Shown const& b) const {
    auto const first = category_[a.asset];
    auto const second = category_[b.asset];
    return (first == second && apart_[first]) || avoids(a.campaign, second) ||
           avoids(b.campaign, first);
}

bool Neighbours::avoids(std::uint32_t campaign, std::uint32_t category) const {
    return campaign != Shown::kNothing && category != kNoCategory &&
           std::binary_search(avoided_[campaign].begin(), avoided_[campaign].end(), category);
}

}  // namespace tocsin::playlists::detail
