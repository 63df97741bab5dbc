// SPDX-License-Identifier: Apache-2.0
// What is due of an activity: the exact instants, and what of it is filed.
#include <algorithm>
#include <boost/json.hpp>

#include "board_of_activity.hpp"
#include "filing_query.hpp"
#include "filing_routes.hpp"
#include "json_values.hpp"
#include "rollup_state.hpp"
#include "tocsin/access/query.hpp"
#include "tocsin/access/unit_for.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;
using access::Permission;

/// Revisions of the unit's own filing of a period, as rollup_state.hpp wants them.
std::vector<store::Filing> revisionsOf(store::Tx const& tx, store::Activity const& activity,
                                       Period const& period, std::string const& unit) {
    auto const firstDay = playlists::toString(period.first);
    std::vector<store::Filing> out;
    for (auto const& filing : tx.filings().of(activity.handle)) {
        if (filing.kind == period.kind && filing.issue == period.issue && filing.unit == unit &&
            filing.firstDay == firstDay && filing.origin.empty()) {
            out.push_back(filing);
        }
    }
    return out;
}

json::object rowOf(store::Tx const& tx, store::Activity const& activity, Period const& period,
                   std::string const& unit, Instant now) {
    auto const revisions = revisionsOf(tx, activity, period, unit);
    auto const events = revisions.empty() ? std::vector<store::FilingEvent>()
                                          : tx.filings().events(revisions.front().number);
    bool const begun = tx.filings()
                           .draft(activity.handle, period.kind, period.issue, unit,
                                  playlists::toString(period.first))
                           .has_value();
    auto const standing = standingOf(revisions, events, period.due, now, begun);
    return {{"activity", activity.handle},
            {"title", activity.title},
            {"kind", std::string(store::toString(period.kind))},
            {"issue", period.issue},
            {"from", playlists::toString(period.first)},
            {"to", playlists::toString(period.last)},
            {"due", period.due ? json::value(formatInstant(*period.due)) : json::value(nullptr)},
            {"zone", activity.zone},
            {"state", std::string(toString(standing.state))},
            {"number", revisions.empty() ? 0 : revisions.front().number},
            {"revision", revisions.empty() ? 0 : revisions.front().revision},
            {"late", standing.late}};
}

}  // namespace

Answer showDue(BookPtr const& book, access::Principal const& who, access::Request const& request) {
    auto const asked = access::queried(request, "activity");
    auto const unit =
        access::unitFor(who, Permission::viewReports, access::queried(request, "unit"));
    if (!unit) {
        return unit.error();
    }
    auto const now = book->settings.reports.now();
    json::array items;
    json::array tails;
    auto const looked = book->store.read([&](store::Tx const& tx) -> Result<> {
        if (!asked.empty()) {
            if (auto const there = findActivity(tx, asked); !there) {
                return there.error();
            }
        }
        for (auto const& activity : tx.activities().all()) {
            bool const isMeant = asked.empty() || activity.handle == asked;
            if (!isMeant || activity.retired || !who.uses(Permission::viewReports, activity.unit)) {
                continue;
            }
            auto const periods = periodsOf(activity);
            auto const rest = daysOutsideWeeks(activity);
            if (!periods || !rest) {
                return periods ? rest.error() : periods.error();
            }
            for (auto const& period : *periods) {
                auto row = rowOf(tx, activity, period, *unit, now);
                // What nobody waits for is listed once somebody has begun it.
                if (period.due || textIn(row, "state") != toString(FilingState::none)) {
                    items.push_back(std::move(row));
                }
            }
            for (auto const& run : activity.filing.weekly ? *rest : std::vector<DayRun>()) {
                tails.push_back(json::object{{"activity", activity.handle},
                                             {"from", playlists::toString(run.first)},
                                             {"to", playlists::toString(run.last)}});
            }
        }
        return {};
    });
    if (!looked) {
        return looked.error();
    }
    return access::jsonResponse(json::object{{"now", formatInstant(now)},
                                             {"unit", *unit},
                                             {"items", std::move(items)},
                                             {"in_no_week", std::move(tails)}});
}

activities::Filed filedOf(store::Tx const& tx, store::Activity const& activity) {
    activities::Filed out;
    for (auto const& filing : tx.filings().of(activity.handle)) {
        bool const isHere = filing.origin.empty();
        out.patrols += isHere && filing.kind == store::FilingKind::patrol && filing.revision == 1;
        out.final = out.final || (isHere && filing.kind == store::FilingKind::final);
    }
    return out;
}

}  // namespace tocsin::filing
