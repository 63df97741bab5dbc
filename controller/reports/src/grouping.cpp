// SPDX-License-Identifier: Apache-2.0
#include "tocsin/reports/grouping.hpp"

#include "tocsin/access/unit_tree.hpp"

namespace tocsin::reports {

Grouping::Grouping(ReportRequest const& request, std::vector<store::Unit> const& units)
    : by_(request.by) {
    access::UnitTree const tree(units);
    for (auto const& unit : units) {
        auto& line = above_[unit.handle];
        line.push_back(unit.handle);
        for (auto const& above : tree.above(unit.handle)) {
            if (request.units.contains(above)) {
                line.push_back(above);
            }
        }
    }
}

std::vector<std::string> Grouping::valuesOf(By by, Place const& place) const {
    switch (by) {
        case By::screen:
            return {place.screen};
        case By::campaign:
            return {place.campaign};
        case By::asset:
            return {place.asset};
        case By::category:
            return {place.category.empty() ? kNone : place.category};
        case By::unit:
            return {place.unit};
        case By::tree: {
            auto const found = above_.find(place.unit);
            return found == above_.end() ? std::vector{place.unit} : found->second;
        }
        case By::daypart:
            return place.dayparts.empty() ? std::vector<std::string>{kNone} : place.dayparts;
        case By::day:
            return {place.day};
        case By::hour:
            return {place.hour};
    }
    return {};
}

std::vector<Key> Grouping::keysOf(Place const& place) const {
    std::vector<Key> out{{}};
    for (auto const by : by_) {
        auto const values = valuesOf(by, place);
        std::vector<Key> longer;
        for (auto const& key : out) {
            for (auto const& value : values) {
                longer.push_back(key);
                longer.back().push_back(value);
            }
        }
        out = std::move(longer);
    }
    return out;
}

char const* nameColumnOf(By by) {
    switch (by) {
        case By::screen:
            return "screen_name";
        case By::campaign:
            return "campaign_title";
        case By::asset:
            return "asset_name";
        case By::unit:
            return "unit_name";
        case By::tree:
            return "tree_name";
        case By::category:
        case By::daypart:
        case By::day:
        case By::hour:
            break;
    }
    return nullptr;
}

}  // namespace tocsin::reports
