// SPDX-License-Identifier: Apache-2.0
#include "player_epochs.hpp"

#include <algorithm>

namespace tocsin::reports {
namespace {

bool isWhollyOf(store::Tx const& tx, std::map<ScreenId, Interval> const& intervals,
                store::PlayerEpoch const& epoch) {
    auto const bindings = tx.bindings().of(epoch.player);
    return intervals.contains(epoch.screen) &&
           std::all_of(bindings.begin(), bindings.end(), [&](store::Binding const& binding) {
               return intervals.contains(binding.screen);
           });
}

}  // namespace

std::vector<store::PlayerEpoch> epochsOf(store::Tx const& tx,
                                         std::map<ScreenId, Interval> const& intervals) {
    Interval widest{Instant::max(), Instant::min()};
    for (auto const& [screen, interval] : intervals) {
        widest = {std::min(widest.begin, interval.begin), std::max(widest.end, interval.end)};
    }
    std::vector<store::PlayerEpoch> out;
    if (intervals.empty()) {
        return out;
    }
    for (auto& epoch : tx.epochTotals().within(widest.begin, widest.end)) {
        if (!isWhollyOf(tx, intervals, epoch)) {
            continue;
        }
        auto const& own = intervals.at(epoch.screen);
        if (epoch.first < own.end && epoch.last >= own.begin) {
            out.push_back(std::move(epoch));
        }
    }
    return out;
}

}  // namespace tocsin::reports
