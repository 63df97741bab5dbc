// SPDX-License-Identifier: Apache-2.0
// Epochs of players as a report's reader may see them.
#pragma once

#include <map>
#include <vector>

#include "tocsin/reports/interval.hpp"
#include "tocsin/store/epoch_totals.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::reports {

/// Those that lie within or around the intervals of their screens, by player and epoch. An epoch
/// of which a row may be another screen's is left out: its figures are of all of them.
[[nodiscard]] std::vector<store::PlayerEpoch> epochsOf(
    store::Tx const& tx, std::map<ScreenId, Interval> const& intervals);

}  // namespace tocsin::reports
