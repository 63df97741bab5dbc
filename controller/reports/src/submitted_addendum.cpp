// SPDX-License-Identifier: Apache-2.0
#include "submitted_addendum.hpp"

#include <boost/json.hpp>
#include <map>
#include <tuple>

#include "period_names.hpp"
#include "tocsin/playlists/words.hpp"
#include "tocsin/reports/play_figures.hpp"

namespace tocsin::reports {
namespace {

namespace json = boost::json;
using store::SubmittedReport;

json::object figuresJson(PlayFigures const& figures) {
    json::object out{{"complete", figures.complete}, {"partial", figures.partial},
                     {"failed", figures.failed},     {"preempted", figures.preempted},
                     {"shown_ms", figures.shownMs},  {"delivered", figures.delivered}};
    if (figures.first) {
        out["first"] = formatInstant(*figures.first);
        out["last"] = formatInstant(*figures.last);
    }
    return out;
}

/// Rows that came after the report, of the screens and intervals that it was made of: where a
/// screen belongs today changes nothing of it.
class Addendum {
public:
    Addendum(store::Tx const& tx, SubmittedReport const& report)
        : tx_(tx), report_(report), names_(tx) {}

    json::object make() {
        std::map<Interval, std::map<ScreenId, std::string>> screens;  // with their names
        for (auto const& one : report_.screens) {
            Interval const interval{one.from, one.to};
            screens[interval].emplace(one.screen, nameOf(one.screen, interval));
        }
        for (auto const& [interval, names] : screens) {
            for (auto const& sum :
                 tx_.ledger().lateSums(interval.begin, interval.end, report_.lastBatch)) {
                if (auto const found = names.find(sum.screen); found != names.end()) {
                    add(sum, found->second);
                }
            }
        }
        auto out = headOf(report_);
        json::array rows;
        for (auto const& [key, row] : rows_) {
            auto one = figuresJson(row.figures);
            one["screen"] = std::get<0>(key).str();
            one["screen_name"] = row.screenName;
            one["campaign"] = std::get<1>(key).str();
            one["campaign_title"] = row.campaignTitle;
            one["asset"] = std::get<2>(key).hex();
            one["asset_name"] = row.assetName;
            rows.emplace_back(std::move(one));
        }
        out["rows"] = std::move(rows);
        out["total"] = figuresJson(total_);
        return out;
    }

private:
    struct Row {
        std::string screenName, campaignTitle, assetName;
        PlayFigures figures;
    };

    [[nodiscard]] std::string nameOf(ScreenId const& id, Interval const& interval) {
        auto const screen = tx_.screens().find(id);
        return screen ? names_.of(*screen, interval) : id.str();
    }

    void add(store::PlaySum const& sum, std::string const& screenName) {
        auto& row = rows_[{sum.screen, sum.campaign, sum.asset}];
        row.screenName = screenName;
        row.campaignTitle = sum.campaignTitle;
        row.assetName = sum.assetName;
        row.figures.add(sum);
        total_.add(sum);
    }

    store::Tx const& tx_;
    SubmittedReport const& report_;
    PeriodNames names_;
    std::map<std::tuple<ScreenId, CampaignId, Digest>, Row> rows_;
    PlayFigures total_;
};

}  // namespace

json::object headOf(SubmittedReport const& report) {
    return {{"number", report.number},
            {"revision", report.revision},
            {"report", report.kind},
            {"title", report.title},
            {"unit", report.unit},
            {"from", report.from},
            {"to", report.to},
            {"by", json::array(report.by.begin(), report.by.end())},
            {"as_of", formatInstant(report.asOf)},
            {"who", report.who},
            {"reason", report.reason},
            {"digest", report.digest.hex()},
            {"digest_csv", report.csvDigest.hex()},
            {"digest_html", report.pageDigest.hex()}};
}

json::object addendumOf(store::Tx const& tx, SubmittedReport const& report) {
    return Addendum(tx, report).make();
}

}  // namespace tocsin::reports
