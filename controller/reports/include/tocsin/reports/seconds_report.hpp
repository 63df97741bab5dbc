// SPDX-License-Identifier: Apache-2.0
// What screens' opening hours went to, summed as asked (screen_time.hpp has the classes).
#pragma once

#include <map>
#include <set>
#include <string>

#include "tocsin/reports/freshness.hpp"
#include "tocsin/reports/grouping.hpp"
#include "tocsin/reports/report_json.hpp"
#include "tocsin/reports/report_request.hpp"
#include "tocsin/reports/screen_time.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::reports {

struct SecondsFigures {
    TimeSums sums;
    std::set<std::string> screens;  ///< that were open in it: a distinct count
};

struct SecondsReport {
    ReportRequest request;
    std::map<Key, SecondsFigures> rows;
    SecondsFigures total;  ///< of every screen once
    Freshness freshness;
    std::map<std::string, std::string> screenNames, unitNames;
    std::map<ScreenId, Interval> intervals{};  ///< screens that it is of, each with its own

    [[nodiscard]] NameTables names() const {
        return {{By::screen, &screenNames}, {By::unit, &unitNames}, {By::tree, &unitNames}};
    }
};

/// What it can be asked for. Every row of the ledger is looked at, so not for long.
[[nodiscard]] Offer const& secondsOffer();

/// Errc::invalid (also for too many screens and days at once), Errc::damaged, and what the store
/// fails with.
[[nodiscard]] Result<SecondsReport> makeSecondsReport(store::Store const& store,
                                                      ReportRequest const& request, Instant now);
/// The same of a snapshot that the caller has. A damaged row is thrown as a Failure.
[[nodiscard]] Result<SecondsReport> makeSecondsReport(store::Tx const& tx,
                                                      ReportRequest const& request, Instant now);

[[nodiscard]] std::string toJson(SecondsReport const& report);
[[nodiscard]] std::string toCsv(SecondsReport const& report);
[[nodiscard]] std::string toHtml(SecondsReport const& report);

}  // namespace tocsin::reports
