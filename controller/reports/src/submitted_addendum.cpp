// SPDX-License-Identifier: Apache-2.0
#include "submitted_addendum.hpp"

#include <boost/json.hpp>
#include <map>
#include <tuple>

#include "play_report.hpp"
#include "tocsin/access/unit_tree.hpp"

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

/// Rows that came after the report, of its period and its unit's screens.
class Addendum {
public:
    Addendum(store::Tx const& tx, SubmittedReport const& report) : tx_(tx), report_(report) {}

    Result<json::object> make() {
        access::Request request;
        request.query = {{"from", report_.from}, {"to", report_.to}};
        auto const asked = readReportRequest(request, playsOffer());
        if (!asked) {
            return asked.error();
        }
        auto const units = access::UnitTree(tx_.units().all()).from(report_.unit);
        std::map<std::string, std::map<ScreenId, std::string>> zones;  // names of screens
        for (auto const& screen : tx_.screens().all()) {
            if (units.contains(screen.unit)) {
                zones[screen.zone].emplace(screen.id, screen.name);
            }
        }
        for (auto const& [zone, screens] : zones) {
            auto const interval = asked->intervalIn(zone);
            if (!interval) {
                return interval.error();
            }
            for (auto const& sum :
                 tx_.ledger().lateSums(interval->begin, interval->end, report_.lastBatch)) {
                if (auto const screen = screens.find(sum.screen); screen != screens.end()) {
                    add(sum, screen->second);
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

    void add(store::PlaySum const& sum, std::string const& screenName) {
        auto& row = rows_[{sum.screen, sum.campaign, sum.asset}];
        row.screenName = screenName;
        row.campaignTitle = sum.campaignTitle;
        row.assetName = sum.assetName;
        row.figures.add(sum.totals);
        total_.add(sum.totals);
    }

    store::Tx const& tx_;
    SubmittedReport const& report_;
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
            {"digest", report.digest.hex()}};
}

Result<json::object> addendumOf(store::Tx const& tx, SubmittedReport const& report) {
    return Addendum(tx, report).make();
}

}  // namespace tocsin::reports
