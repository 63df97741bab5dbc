// SPDX-License-Identifier: Apache-2.0
// How complete the data are, and what they can be checked against.
#include <algorithm>

#include "content_parts.hpp"
#include "tocsin/reports/freshness.hpp"
#include "tocsin/reports/gap_report.hpp"
#include "tocsin/store/ledger_log.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostGaps = 200;

json::object ledgerOf(store::Tx const& tx) {
    auto const frontier = tx.ledgerLog().frontier();
    json::object out{{"batches", frontier.size()}, {"head", frontier.root().hex()}};
    if (auto const newest = tx.ledgerLog().newestCheckpoint()) {
        out["checkpoint"] = json::object{{"size", newest->checkpoint.size},
                                         {"root", newest->checkpoint.root.hex()},
                                         {"at", formatInstant(newest->checkpoint.at)}};
    }
    return out;
}

/// Screens that have not sent what should be there by now.
Result<json::array> unreportedOf(store::Tx const& tx, Scope const& scope) {
    std::map<ScreenId, reports::Interval> intervals;
    auto const request = scope.request({reports::By::screen});
    for (auto const& [id, screen] : scope.screens) {
        auto const interval = request.intervalIn(screen.zone);
        if (!interval) {
            return interval.error();
        }
        intervals.emplace(id, *interval);
    }
    reports::TimelineCache timelines(tx);
    auto const fresh = reports::freshnessOf(tx, timelines, scope.screens, intervals, scope.now);
    json::array out;
    for (auto const& one : fresh.unreported) {
        json::object row{{"screen", one.screen}, {"name", one.name}};
        if (one.last) {
            row["last"] = formatInstant(*one.last);
        }
        out.push_back(std::move(row));
    }
    return out;
}

}  // namespace

Result<> addCompleteness(json::object& out, store::Tx const& tx, Scope const& scope) {
    out["ledger"] = ledgerOf(tx);
    out["unreported"] = json::array();
    out["gaps"] = json::array();
    out["gaps_left_out"] = 0;
    if (!scope.days || scope.wish.period.kind == store::FilingKind::plan) {
        return {};
    }
    auto unreported = unreportedOf(tx, scope);
    auto const gaps = reports::makeGapReport(tx, scope.request({reports::By::screen}), scope.now);
    if (!unreported || !gaps) {
        return unreported ? gaps.error() : unreported.error();
    }
    out["unreported"] = std::move(*unreported);
    json::array rows;
    for (auto const& gap : gaps->gaps) {
        if (rows.size() == kMostGaps) {
            break;
        }
        rows.push_back(json::object{{"screen", gap.screen},
                                    {"name", gap.screenName},
                                    {"kind", std::string(reports::toString(gap.kind))},
                                    {"at", formatInstant(gap.at)},
                                    {"zh", gap.words.chinese},
                                    {"en", gap.words.english}});
    }
    out["gaps_left_out"] = static_cast<std::int64_t>(gaps->gaps.size() - rows.size());
    out["gaps"] = std::move(rows);
    return {};
}

}  // namespace tocsin::filing
