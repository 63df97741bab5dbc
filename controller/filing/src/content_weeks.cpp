// SPDX-License-Identifier: Apache-2.0
// Weeks that were frozen, what came of them later (补录), and whether all of it adds up.
#include <algorithm>

#include "content_parts.hpp"
#include "json_values.hpp"
#include "tocsin/playlists/compiler.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;
using playlists::LocalDay;
using store::FilingKind;

/// The newest revision of a week that was frozen here.
struct FrozenWeek {
    store::Filing head;
    DayRun days{};  ///< that it counted
    std::int64_t planned = 0, complete = 0, shownMs = 0;
};

class Weeks {
public:
    Weeks(json::object& out, store::Tx const& tx, Scope const& scope,
          reports::ReportSettings const& settings)
        : out_(out), tx_(tx), scope_(scope), settings_(settings) {}

    Result<> add() {
        out_["late"] = json::array();
        if (scope_.wish.period.kind == FilingKind::plan) {
            return {};
        }
        if (auto const found = findWeeks(); !found) {
            return found.error();
        }
        if (scope_.wish.period.kind != FilingKind::final) {
            return addLateRows(newestBatch());
        }
        addWeeks();
        if (auto const added = addLateRows(std::nullopt); !added) {
            return added.error();
        }
        return addReconciliation();
    }

private:
    Result<> findWeeks() {
        std::map<int, store::Filing> newest;  // by issue
        for (auto const& filing : tx_.filings().of(scope_.wish.activity.handle)) {
            bool const isOurs = filing.kind == FilingKind::week &&
                                filing.unit == scope_.wish.unit && filing.origin.empty();
            bool const isAnother = scope_.wish.period.kind == FilingKind::final ||
                                   filing.issue < scope_.wish.period.issue;
            if (isOurs && isAnother) {
                newest.emplace(filing.issue, filing);  // the newest comes first
            }
        }
        for (auto const& [issue, head] : newest) {
            auto const whole = tx_.filings().find(head.number, head.revision);
            auto const value = json::parse(whole ? whole->content : "{}");
            auto const& content = value.as_object();
            auto const first = playlists::parseDate(textIn(content, "counted_from"));
            auto const last = playlists::parseDate(textIn(content, "counted_to"));
            if (!first || !last) {
                continue;  // the week before the activity
            }
            auto const& figures = partIn(content, "figures");
            weeks_.push_back({head,
                              {*first, *last},
                              numberIn(figures, "planned"),
                              numberIn(figures, "complete"),
                              numberIn(figures, "shown_ms")});
        }
        return {};
    }

    /// Everything up to it was counted, or named as late, in a week that is frozen.
    [[nodiscard]] std::int64_t newestBatch() const {
        std::int64_t out = 0;
        for (auto const& week : weeks_) {
            out = std::max(out, week.head.lastBatch);
        }
        return out;
    }

    void addWeeks() {
        json::array rows;
        for (auto const& week : weeks_) {
            frozen_ += week.complete;
            rows.push_back(json::object{{"number", week.head.number},
                                        {"revision", week.head.revision},
                                        {"issue", week.head.issue},
                                        {"from", playlists::toString(week.days.first)},
                                        {"to", playlists::toString(week.days.last)},
                                        {"planned", week.planned},
                                        {"complete", week.complete},
                                        {"shown_ms", week.shownMs}});
        }
        out_["weeks"] = std::move(rows);
    }

    /// Rows of frozen weeks that came after `batch`, or after the week's own freezing.
    Result<> addLateRows(std::optional<std::int64_t> batch) {
        std::set<std::string> zones;
        for (auto const& [id, screen] : scope_.screens) {
            zones.insert(screen.zone);
        }
        json::array rows;
        for (auto const& week : weeks_) {
            std::map<ScreenId, store::PlayTotals> screens;
            for (auto const& zone : zones) {
                auto const first = playlists::dayBounds(zone, week.days.first);
                auto const last = playlists::dayBounds(zone, week.days.last);
                if (!first || !last) {
                    return first ? last.error() : first.error();
                }
                for (auto const& sum : tx_.ledger().lateSums(first->begin, last->end,
                                                             batch.value_or(week.head.lastBatch))) {
                    auto const screen = scope_.screens.find(sum.screen);
                    if (screen != scope_.screens.end() && screen->second.zone == zone &&
                        scope_.campaigns.contains(sum.campaign)) {
                        auto& totals = screens[sum.screen];
                        totals.complete += sum.totals.complete;
                        totals.shownMs += sum.totals.shownMs;
                    }
                }
            }
            for (auto const& [screen, totals] : screens) {
                late_ += totals.complete;
                rows.push_back(json::object{{"issue", week.head.issue},
                                            {"from", playlists::toString(week.days.first)},
                                            {"to", playlists::toString(week.days.last)},
                                            {"screen", screen.str()},
                                            {"name", scope_.screenName(screen)},
                                            {"complete", totals.complete},
                                            {"shown_ms", totals.shownMs}});
            }
        }
        out_["late"] = std::move(rows);
        return {};
    }

    /// Days that are in no frozen week.
    [[nodiscard]] std::vector<DayRun> remainder() const {
        std::vector<DayRun> out;
        bool goesOn = false;
        auto const isFrozen = [&](LocalDay day) {
            return std::any_of(weeks_.begin(), weeks_.end(), [&](FrozenWeek const& week) {
                return week.days.first <= day && day <= week.days.last;
            });
        };
        using std::chrono::sys_days;
        for (auto day = sys_days(scope_.days->first); day <= sys_days(scope_.days->last);
             day += std::chrono::days(1)) {
            LocalDay const local(day);
            if (isFrozen(local)) {
                goesOn = false;
            } else if (goesOn) {
                out.back().last = local;
            } else {
                out.push_back({local, local});
                goesOn = true;
            }
        }
        return out;
    }

    /// Counted by itself, and not as what the days' rows come to: two ways that have to meet.
    Result<std::int64_t> completeOn(DayRun const& days) {
        auto request = scope_.request({reports::By::screen});
        request.byDates = true;
        request.firstDay = days.first;
        request.lastDay = days.last;
        auto const report = reports::makePlayReport(tx_, request, settings_);
        return report ? Result<std::int64_t>(report->total.complete) : report.error();
    }

    Result<> addReconciliation() {
        std::int64_t sum = frozen_ + late_;
        json::array rest;
        for (auto const& days : remainder()) {
            auto const complete = completeOn(days);
            if (!complete) {
                return complete.error();
            }
            sum += *complete;
            rest.push_back(json::object{{"from", playlists::toString(days.first)},
                                        {"to", playlists::toString(days.last)},
                                        {"complete", *complete}});
        }
        auto const total = numberIn(partIn(out_, "figures"), "complete");
        out_["reconciliation"] = json::object{
            {"weeks_complete", frozen_}, {"remainder", std::move(rest)}, {"late_complete", late_},
            {"total_complete", total},   {"difference", total - sum},    {"holds", total == sum}};
        return {};
    }

    json::object& out_;
    store::Tx const& tx_;
    Scope const& scope_;
    reports::ReportSettings const& settings_;
    std::vector<FrozenWeek> weeks_;
    std::int64_t frozen_ = 0, late_ = 0;
};

}  // namespace

Result<> addWeeks(json::object& out, store::Tx const& tx, Scope const& scope,
                  reports::ReportSettings const& settings) {
    if (!scope.days) {
        out["late"] = json::array();
        return {};
    }
    return Weeks(out, tx, scope, settings).add();
}

}  // namespace tocsin::filing
