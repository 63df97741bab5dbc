// SPDX-License-Identifier: Apache-2.0
// The play report as JSON and CSV.
#include <boost/json.hpp>

#include "row_order.hpp"
#include "tocsin/reports/csv.hpp"
#include "tocsin/reports/play_report.hpp"
#include "tocsin/reports/play_words.hpp"

namespace tocsin::reports {
namespace {

namespace json = boost::json;
using messages::EvidenceTier;

json::value instantOrNull(std::optional<Instant> const& t) {
    return t ? json::value(formatInstant(*t)) : json::value(nullptr);
}

json::object rateJson(Rate const& rate) {
    return {
        {"numerator", rate.numerator}, {"denominator", rate.denominator}, {"value", rate.text()}};
}

json::object tiersJson(TierMix const& tiers) {
    json::object out;
    for (auto const tier : kShownTiers) {
        out[messages::toString(tier)] = tiers.of(tier);
    }
    return out;
}

/// Without distinct counts where there are none.
void addScreens(json::object& out, PlayFigures const& figures) {
    if (figures.screens.empty()) {
        return;
    }
    out["screens_ordered"] = figures.screensOrdered();
    out["screens_played"] = figures.screensPlayed();
    out["assets_ordered"] = figures.assetsOrdered();
    out["assets_shown"] = figures.assetsShown();
    out["coverage"] = rateJson(figures.coverage());
    out["delivery"] = rateJson(figures.delivery());
    out["landing"] = rateJson(figures.landing());
}

void addFigures(json::object& out, PlayFigures const& figures) {
    out["planned"] = figures.planned;
    out["complete"] = figures.complete;
    out["partial"] = figures.partial;
    out["failed"] = figures.failed;
    out["preempted"] = figures.preempted;
    out["cut"] = figures.cut;
    out["other"] = figures.other ? json::value(*figures.other) : json::value(nullptr);
    out["shown_ms"] = figures.shownMs;
    out["first"] = instantOrNull(figures.first);
    out["last"] = instantOrNull(figures.last);
    out["make_good"] = figures.makeGood;
    out["completion"] = figures.completion().text();
    out["completion_of"] = rateJson(figures.completion());
    out["tiers"] = tiersJson(figures.tiers());
    out["completion_lit"] = figures.completionLit().text();
    out["fallback"] = figures.fallback;
    addScreens(out, figures);
}

std::string numberOrNothing(std::optional<std::int64_t> const& number) {
    return number ? std::to_string(*number) : "";
}

void addCells(std::vector<std::string>& cells, PlayFigures const& figures) {
    for (auto const value : {figures.planned, figures.complete, figures.partial, figures.failed,
                             figures.preempted, figures.cut}) {
        cells.push_back(std::to_string(value));
    }
    cells.push_back(numberOrNothing(figures.other));
    cells.push_back(std::to_string(figures.shownMs));
    cells.push_back(figures.first ? formatInstant(*figures.first) : "");
    cells.push_back(figures.last ? formatInstant(*figures.last) : "");
    cells.push_back(figures.completion().text());
    cells.push_back(std::to_string(figures.makeGood));
    for (auto const tier : kShownTiers) {
        cells.push_back(std::to_string(figures.tiers().of(tier)));
    }
    cells.push_back(figures.completionLit().text());
    bool const known = !figures.screens.empty();
    for (auto const value : {figures.screensOrdered(), figures.screensPlayed(),
                             figures.assetsOrdered(), figures.assetsShown()}) {
        cells.push_back(known ? std::to_string(value) : "");
    }
    for (auto const& rate : {figures.coverage(), figures.delivery(), figures.landing()}) {
        cells.push_back(known ? rate.text() : "");
    }
    cells.push_back(std::to_string(figures.fallback));
}

}  // namespace

std::string toJson(PlayReport const& report) {
    auto out = headJson(report.request, report.freshness, kPlayRule);
    json::array formulas;
    for (auto const& formula : kFormulas) {
        formulas.push_back(json::object{{"figure", formula.figure},
                                        {"name", formula.english},
                                        {"name_zh", formula.chinese},
                                        {"formula", formula.englishFormula},
                                        {"formula_zh", formula.chineseFormula}});
    }
    out["formulas"] = std::move(formulas);
    auto timeliness = rateJson({report.timeliness.inTime, report.timeliness.screens});
    timeliness["warnings"] = report.timeliness.warnings;
    timeliness["within_ms"] = report.timeliness.within.count();
    out["timeliness"] = std::move(timeliness);
    json::array mismatches;
    for (auto const& words : report.mismatches) {
        mismatches.push_back(
            json::object{{"message", words.english}, {"message_zh", words.chinese}});
    }
    out["mismatches"] = std::move(mismatches);
    json::array rows;
    for (auto const* at : inReadingOrder(report.request, report.names(), report.rows)) {
        auto const& [key, figures] = *at;
        auto row = keyJson(report.request, report.names(), key);
        addFigures(row, figures);
        rows.emplace_back(std::move(row));
    }
    out["rows"] = std::move(rows);
    json::object total;
    addFigures(total, report.total);
    out["total"] = std::move(total);
    return json::serialize(out);
}

std::string toCsv(PlayReport const& report) {
    auto head = keyTitles(report.request);
    auto const keyCells = head.size();
    for (auto const* title : {"planned", "complete", "partial", "failed", "preempted", "cut",
                              "other", "shown_ms", "first", "last", "completion", "make_good"}) {
        head.emplace_back(title);
    }
    for (auto const tier : kShownTiers) {
        head.push_back("tier_" + std::string(messages::toString(tier)));
    }
    for (auto const* title :
         {"completion_lit", "screens_ordered", "screens_played", "assets_ordered", "assets_shown",
          "coverage", "delivery", "landing", "fallback"}) {
        head.emplace_back(title);
    }
    auto out = kByteOrderMark + csvLine(head);
    for (auto const* row : inReadingOrder(report.request, report.names(), report.rows)) {
        auto const& [key, figures] = *row;
        auto cells = keyCellsOf(report.request, report.names(), key);
        addCells(cells, figures);
        out += csvLine(cells);
    }
    std::vector<std::string> total(keyCells);
    total.front() = "total";
    addCells(total, report.total);
    return out + csvLine(total);
}

}  // namespace tocsin::reports
