// SPDX-License-Identifier: Apache-2.0
// The play report (《电子屏播放情况报告》's figures): planned against played, grouped as asked.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tocsin/playlists/words.hpp"
#include "tocsin/reports/freshness.hpp"
#include "tocsin/reports/grouping.hpp"
#include "tocsin/reports/play_figures.hpp"
#include "tocsin/reports/report_json.hpp"
#include "tocsin/reports/report_request.hpp"
#include "tocsin/reports/reports.hpp"
#include "tocsin/store/store.hpp"
#include "tocsin/warnings/timeliness.hpp"

namespace tocsin::reports {

struct PlayReport {
    ReportRequest request;
    std::map<Key, PlayFigures> rows;
    PlayFigures total;                ///< every play once
    warnings::Timeliness timeliness;  ///< 及时率 of the whole interval
    Freshness freshness;
    std::map<std::string, std::string> screenNames, campaignTitles, assetNames, unitNames;
    /// Players whose own totals differ from the ledger's in an epoch of this period.
    std::vector<playlists::Words> mismatches{};
    std::map<ScreenId, Interval> intervals{};  ///< screens that it is of, each with its own

    [[nodiscard]] NameTables names() const {
        return {{By::screen, &screenNames},
                {By::campaign, &campaignTitles},
                {By::asset, &assetNames},
                {By::unit, &unitNames},
                {By::tree, &unitNames}};
    }
};

/// What it can be asked for.
[[nodiscard]] Offer const& playsOffer();

/// Errc::damaged, Errc::invalid, and what the store fails with.
[[nodiscard]] Result<PlayReport> makePlayReport(store::Store const& store,
                                                ReportRequest const& request,
                                                ReportSettings const& settings);
/// The same of a snapshot that the caller has, for figures that have to fit others of it. A damaged
/// row is thrown as a Failure.
[[nodiscard]] Result<PlayReport> makePlayReport(store::Tx const& tx, ReportRequest const& request,
                                                ReportSettings const& settings);

[[nodiscard]] std::string toJson(PlayReport const& report);
[[nodiscard]] std::string toCsv(PlayReport const& report);
[[nodiscard]] std::string toHtml(PlayReport const& report);

}  // namespace tocsin::reports
