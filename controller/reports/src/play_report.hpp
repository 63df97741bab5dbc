// SPDX-License-Identifier: Apache-2.0
// The play report (《电子屏播放情况报告》's figures): planned against played, grouped as asked.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "play_request.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::reports {

struct PlayFigures {
    std::int64_t planned = 0, complete = 0, partial = 0, failed = 0, preempted = 0, cut = 0;
    std::int64_t makeGood = 0;  ///< planned on top, to repay what was lost on earlier days
    /// Of the complete plays, those that repay what was not lost in the same row.
    std::int64_t surplus = 0;
    std::optional<std::int64_t>
        other;  ///< nothing if the interval is too long to look at every row
    std::int64_t shownMs = 0;
    std::optional<Instant> first, last;  ///< starts of the first and the last play

    void add(store::PlayTotals const& totals);
    /// (complete - surplus) ÷ planned with four decimals, cut off; "—" for nothing planned. So what
    /// is made good counts up to what was lost.
    [[nodiscard]] std::string completion() const;
};

struct PlayReport {
    PlayRequest request;
    std::map<std::vector<std::string>, PlayFigures>
        rows;  ///< by the values of request.by, in its order
    PlayFigures total;
    std::map<std::string, std::string> screenNames, campaignTitles, assetNames;
};

/// Errc::damaged, Errc::invalid, and what the store fails with.
[[nodiscard]] Result<PlayReport> makePlayReport(store::Store const& store,
                                                PlayRequest const& request);

[[nodiscard]] std::string toJson(PlayReport const& report);
/// RFC 4180 with a byte order mark, for spreadsheet programs; no cell can be taken for a formula.
[[nodiscard]] std::string toCsv(PlayReport const& report);

}  // namespace tocsin::reports
