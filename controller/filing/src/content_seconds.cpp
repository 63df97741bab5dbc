// SPDX-License-Identifier: Apache-2.0
// What opening hours went to, and which of them are faults: there is no other record of those than
// the classes of time.
#include <algorithm>
#include <tuple>

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

struct Fault {
    std::string screen, day;
    TimeClass what;
    std::string reason;
    std::int64_t ms = 0;
};
using Faults = std::vector<Fault>;

/// A screen's failed and offline time of one day, a row a reason.
void addFaults(Faults& out, reports::Key const& key, TimeSums const& sums) {
    auto const add = [&](TimeClass what, std::string const& reason, std::int64_t ms) {
        if (ms > 0) {
            out.push_back({key[0], key[1], what, reason, ms});
        }
    };
    for (auto const& [what, ms] : sums.reasons) {
        if (what.first == TimeClass::failed) {
            add(TimeClass::failed, what.second, ms);
        }
    }
    add(TimeClass::offline, "", sums.of(TimeClass::offline));
}

/// The longest first, and of the others how many there are and how long they were.
void putFaults(json::object& out, Faults faults, Scope const& scope) {
    std::sort(faults.begin(), faults.end(), [](Fault const& a, Fault const& b) {
        return std::tie(b.ms, a.screen, a.day, a.what, a.reason) <
               std::tie(a.ms, b.screen, b.day, b.what, b.reason);
    });
    auto const shown = std::min(faults.size(), kMostFaults);
    json::array rows;
    std::int64_t leftOutMs = 0;
    for (std::size_t i = 0; i < faults.size(); ++i) {
        auto const& fault = faults[i];
        if (i >= shown) {
            leftOutMs += fault.ms;
            continue;
        }
        rows.push_back(json::object{{"screen", fault.screen},
                                    {"name", scope.screenName(ScreenId(fault.screen))},
                                    {"day", fault.day},
                                    {"class", std::string(reports::toString(fault.what))},
                                    {"reason", fault.reason},
                                    {"ms", fault.ms}});
    }
    out["faults"] = std::move(rows);
    out["faults_left_out"] = static_cast<std::int64_t>(faults.size() - shown);
    out["faults_left_out_ms"] = leftOutMs;
}

}  // namespace

Result<> addSeconds(json::object& out, store::Tx const& tx, Scope const& scope) {
    putFaults(out, {}, scope);
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
        addFaults(faults, key, figures.sums);
    }
    for (auto& row : out["screens"].as_array()) {
        auto const found = screens.find(std::string(row.at("id").as_string()));
        row.as_object()["seconds"] = secondsOf(found == screens.end() ? TimeSums{} : found->second);
    }
    out["seconds"] = secondsOf(report->total.sums);
    out["seconds_rules"] = reports::kTimeRule;
    putFaults(out, std::move(faults), scope);
    return {};
}

}  // namespace tocsin::filing
