// SPDX-License-Identifier: Apache-2.0
#include "period_names.hpp"

#include "tocsin/store/people.hpp"

namespace tocsin::reports {

bool PeriodNames::Name::givesWayTo(Name const& other) const {
    if (isLater != other.isLater) {
        return isLater;
    }
    return isLater ? other.since < since : other.since > since;
}

std::string PeriodNames::of(store::Screen const& screen, Interval const& period) {
    auto const then = tx_.ledger().namesOf(screen.id, period.end);
    if (!then) {
        return screen.name;
    }
    if (then->unit == screen.unit && !then->unitName.empty()) {
        Name const name{then->unitName, then->since, then->since >= period.end};
        auto const [known, isNew] = units_.try_emplace(then->unit, name);
        if (!isNew && known->second.givesWayTo(name)) {
            known->second = name;
        }
    }
    return then->screen;
}

std::map<std::string, std::string> PeriodNames::units() const {
    std::map<std::string, std::string> out;
    for (auto const& [unit, then] : units_) {
        out.emplace(unit, then.name);
    }
    for (auto const& unit : tx_.units().all()) {
        out.emplace(unit.handle, unit.name);
    }
    return out;
}

}  // namespace tocsin::reports
