// SPDX-License-Identifier: Apache-2.0
#include "period_names.hpp"

namespace tocsin::reports {

std::string nameInPeriod(store::Tx const& tx, store::Screen const& screen, Interval const& period,
                         std::map<std::string, std::string>& units) {
    auto const then = tx.ledger().namesOf(screen.id, period.end);
    if (!then) {
        return screen.name;
    }
    if (then->unit == screen.unit && !then->unitName.empty()) {
        units.emplace(then->unit, then->unitName);
    }
    return then->screen;
}

}  // namespace tocsin::reports
