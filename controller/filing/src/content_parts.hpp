// SPDX-License-Identifier: Apache-2.0
// The parts that a filing's content is put together from. All read the same snapshot.
#pragma once

#include <boost/json.hpp>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tocsin/access/principal.hpp"
#include "tocsin/filing/content.hpp"
#include "tocsin/reports/play_report.hpp"

namespace tocsin::filing {

/// What all parts go by.
struct Scope {
    ContentWish wish;
    access::UnitSet units;
    std::set<CampaignId> campaigns;
    std::map<ScreenId, store::Screen> screens;  ///< of the units, retired ones too
    std::map<std::string, std::string> unitNames;
    Instant now;
    /// Days of the period that are days of the activity; nothing: it has none.
    std::optional<DayRun> days;
    bool isOver = false;  ///< the last of them is over, in the activity's zone
    bool begun = true;    ///< or it is a plan; if not, there are no days

    [[nodiscard]] std::string unitName(std::string const& handle) const;
    [[nodiscard]] std::string screenName(ScreenId const& id) const;
    /// The local day of an instant in the activity's zone, "2026-06-01".
    [[nodiscard]] std::string dayOf(Instant at) const;
    /// Of all screens of these units, up to now; grouped like this.
    [[nodiscard]] reports::ReportRequest request(std::vector<reports::By> by) const;
};

/// figures, screens, assets, days.
[[nodiscard]] Result<> addPlays(boost::json::object& out, store::Tx const& tx, Scope const& scope,
                                reports::ReportSettings const& settings);
/// Each screen's seconds, and the faults; `seconds_missing` says why there are none.
[[nodiscard]] Result<> addSeconds(boost::json::object& out, store::Tx const& tx,
                                  Scope const& scope);
/// work, manual.
void addWork(boost::json::object& out, store::Tx const& tx, Scope const& scope);
/// late; of a final also weeks and reconciliation. After the plays.
[[nodiscard]] Result<> addWeeks(boost::json::object& out, store::Tx const& tx, Scope const& scope,
                                reports::ReportSettings const& settings);
/// unreported, gaps, ledger.
[[nodiscard]] Result<> addCompleteness(boost::json::object& out, store::Tx const& tx,
                                       Scope const& scope);
/// pictures. After the plays.
void addPictures(boost::json::object& out, store::Tx const& tx, Scope const& scope);
/// plan, plan_until: what released timelines want.
[[nodiscard]] Result<> addPlan(boost::json::object& out, store::Tx const& tx, Scope const& scope);

}  // namespace tocsin::filing
