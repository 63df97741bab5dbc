// SPDX-License-Identifier: Apache-2.0
#include "tocsin/filing/deadlines.hpp"

#include <algorithm>
#include <map>

#include "rollup_state.hpp"
#include "tocsin/access/unit_tree.hpp"
#include "tocsin/filing/calendar.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::filing {
namespace {

using store::FilingKind;

playlists::Words nameOf(Period const& period) {
    switch (period.kind) {
        case FilingKind::plan:
            return {"plan", "电子屏播放计划表"};
        case FilingKind::week:
            return {"weekly report " + std::to_string(period.issue),
                    "第" + std::to_string(period.issue) + "周周报"};
        case FilingKind::final:
            return {"final report", "总结"};
        case FilingKind::patrol:
        case FilingKind::period:
            break;
    }
    return {"report", "报告"};
}

/// One activity's filings, looked at once for all of its units.
class Filed {
public:
    Filed(store::Tx const& tx, store::Activity const& activity)
        : tx_(tx), activity_(activity), all_(tx.filings().of(activity.handle)) {}

    [[nodiscard]] bool isDone(Period const& period, std::string const& unit, Instant now) const {
        auto const firstDay = playlists::toString(period.first);
        std::vector<store::Filing> revisions;
        std::copy_if(all_.begin(), all_.end(), std::back_inserter(revisions),
                     [&](store::Filing const& filing) {
                         return filing.kind == period.kind && filing.issue == period.issue &&
                                filing.unit == unit && filing.firstDay == firstDay;
                     });
        if (revisions.empty()) {
            return false;
        }
        auto const standing = standingOf(revisions, tx_.filings().events(revisions.front().number),
                                         period.due, now, true);
        bool const isSent =
            standing.state == FilingState::submitted || standing.state == FilingState::accepted;
        return isSent || (unit == activity_.unit && standing.state != FilingState::returned);
    }

private:
    store::Tx const& tx_;
    store::Activity const& activity_;
    std::vector<store::Filing> all_;
};

std::string keyOf(store::Activity const& activity, Period const& period, std::string const& unit) {
    return activity.handle + "/" + unit + "/" + std::string(store::toString(period.kind)) + "/" +
           std::to_string(period.issue) + "/" + playlists::toString(period.first);
}

/// The activity's unit first, then those below it.
std::map<std::string, std::string> unitsOf(std::vector<store::Unit> const& units,
                                           access::UnitSet const& reach, std::string const& own) {
    std::map<std::string, std::string> out{{own, ""}};
    for (auto const& unit : units) {
        if (reach.contains(unit.handle)) {
            out[unit.handle] = unit.name.empty() ? unit.handle : unit.name;
        }
    }
    return out;
}

void addDeadlines(std::vector<FilingDeadline>& out, store::Tx const& tx,
                  store::Activity const& activity, std::vector<store::Unit> const& units,
                  std::vector<Period> const& due, Instant now) {
    Filed const filed(tx, activity);
    auto const reach = access::UnitTree(units).from(activity.unit);
    for (auto const& [unit, name] : unitsOf(units, reach, activity.unit)) {
        for (auto const& period : due) {
            auto const what = nameOf(period);
            auto const who =
                name.empty() ? playlists::Words{} : playlists::Words{name + ": ", name + "："};
            playlists::Words const thing{activity.title + ", " + what.english,
                                         activity.title + " " + what.chinese};
            out.push_back({keyOf(activity, period, unit),
                           {who.english + thing.english, who.chinese + thing.chinese},
                           unit,
                           *period.due,
                           filed.isDone(period, unit, now),
                           keyOf(activity, period, "*"),
                           thing,
                           {name, name},
                           activity.unit});
        }
    }
}

}  // namespace

std::vector<FilingDeadline> deadlinesBetween(store::Tx const& tx, Instant from, Instant to,
                                             Instant now) {
    std::vector<FilingDeadline> out;
    auto const units = tx.units().all();
    for (auto const& activity : tx.activities().all()) {
        auto found = periodsOf(activity);
        auto periods = activity.retired || !found ? std::vector<Period>() : *std::move(found);
        std::erase_if(periods, [&](Period const& period) {
            return !period.due || *period.due < from || *period.due >= to;
        });
        if (!periods.empty()) {
            addDeadlines(out, tx, activity, units, periods, now);
        }
    }
    return out;
}

}  // namespace tocsin::filing
