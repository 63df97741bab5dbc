// SPDX-License-Identifier: Apache-2.0
// What opening hours went to, and which of them are faults: there is no other record of those than
// the classes of time.
#include "content_parts.hpp"
#include "tocsin/reports/seconds_report.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;
using reports::By;
using reports::TimeClass;
using reports::TimeSums;

constexpr std::size_t kMostFaults = 1'000;  // rows; the sums are of all

json::object secondsOf(TimeSums const& sums) {
    return {{"proven_ms", sums.of(TimeClass::lit) + sums.of(TimeClass::unverified)},
            {"planned_closed_ms", sums.of(TimeClass::closed)},
            {"warning_ms", sums.of(TimeClass::warning)},
            {"failed_ms", sums.of(TimeClass::failed)},
            {"offline_ms", sums.of(TimeClass::offline)},
            {"unknown_ms", sums.of(TimeClass::unknown)}};
}

struct Faults {
    json::array rows;
    std::int64_t leftOut = 0;
};

/// A screen's failed and offline time of one day, a row a reason.
void addFaults(Faults& out, Scope const& scope, reports::Key const& key, TimeSums const& sums) {
    auto const add = [&](TimeClass what, std::string const& reason, std::int64_t ms) {
        if (ms <= 0) {
            return;
        }
        if (out.rows.size() == kMostFaults) {
            ++out.leftOut;
            return;
        }
        ScreenId const screen(key[0]);
        out.rows.push_back(json::object{{"screen", key[0]},
                                        {"name", scope.screenName(screen)},
                                        {"day", key[1]},
                                        {"class", std::string(reports::toString(what))},
                                        {"reason", reason},
                                        {"ms", ms}});
    };
    for (auto const& [what, ms] : sums.reasons) {
        if (what.first == TimeClass::failed) {
            add(TimeClass::failed, what.second, ms);
        }
    }
    add(TimeClass::offline, "", sums.of(TimeClass::offline));
}

}  // namespace

Result<> addSeconds(json::object& out, store::Tx const& tx, Scope const& scope) {
    out["faults"] = json::array();
    out["faults_left_out"] = 0;
    if (!scope.days) {
        return {};
    }
    auto const report =
        reports::makeSecondsReport(tx, scope.request({By::screen, By::day}), scope.now);
    if (!report) {
        if (report.error().code != Errc::invalid) {
            return report.error();
        }
        out["seconds_missing"] = report.error().message;  // too much to account for at once
        return {};
    }
    std::map<std::string, TimeSums> screens;
    Faults faults;
    for (auto const& [key, figures] : report->rows) {
        screens[key[0]].add(figures.sums);
        addFaults(faults, scope, key, figures.sums);
    }
    for (auto& row : out["screens"].as_array()) {
        auto const found = screens.find(std::string(row.at("id").as_string()));
        row.as_object()["seconds"] = secondsOf(found == screens.end() ? TimeSums{} : found->second);
    }
    out["seconds"] = secondsOf(report->total.sums);
    out["seconds_rules"] = reports::kTimeRule;
    out["faults"] = std::move(faults.rows);
    out["faults_left_out"] = faults.leftOut;
    return {};
}

}  // namespace tocsin::filing
