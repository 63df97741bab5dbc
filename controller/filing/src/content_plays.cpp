// SPDX-License-Identifier: Apache-2.0
// What was planned and played, by screen, asset and day.
#include "content_parts.hpp"
#include "tocsin/store/approvals.hpp"
#include "tocsin/store/people.hpp"

namespace tocsin::filing {
namespace {

namespace json = boost::json;
using reports::By;
using reports::PlayFigures;

std::int64_t unverifiedOf(PlayFigures const& figures) {
    return figures.complete - figures.delivered;
}

/// "审批单号" as the form has it, and who gave the last yes.
struct Approved {
    std::set<std::string> numbers, people;
};

std::string joined(std::set<std::string> const& texts) {
    std::string out;
    for (auto const& text : texts) {
        out += (out.empty() ? "" : "、") + text;
    }
    return out;
}

class Plays {
public:
    Plays(json::object& out, store::Tx const& tx, Scope const& scope,
          reports::ReportSettings const& settings)
        : out_(out), tx_(tx), scope_(scope), settings_(settings) {}

    Result<> add() {
        addEmpty();
        if (!scope_.days) {
            return {};
        }
        auto const screens = report({By::screen});
        auto const assets = report({By::asset});
        auto const days = report({By::screen, By::day});
        for (auto const* made : {&screens, &assets, &days}) {
            if (!*made) {
                return made->error();
            }
        }
        addScreens(*screens, *days);
        addDays(*days);
        addAssets(*assets);
        addFigures(*screens);
        return {};
    }

private:
    Result<reports::PlayReport> report(std::vector<By> by) {
        return reports::makePlayReport(tx_, scope_.request(std::move(by)), settings_);
    }

    void addEmpty() {
        out_["last_batch"] = tx_.ledger().newestBatch();
        out_["rules"] = reports::kPlayRule;
        out_["figures"] =
            json::object{{"screens_ordered", 0}, {"screens_covered", 0}, {"screens_delivered", 0},
                         {"screens_landed", 0},  {"planned", 0},         {"complete", 0},
                         {"partial", 0},         {"failed", 0},          {"preempted", 0},
                         {"unverified", 0},      {"counted", 0},         {"shown_ms", 0},
                         {"films", 0},           {"slogans", 0},         {"pictures", 0},
                         {"warnings", 0},        {"warning_screens", 0}, {"warnings_in_time", 0},
                         {"warning_ms", 0},      {"units", 0},           {"screens_idle", 0}};
        for (auto const* list : {"screens", "assets", "days", "idle_screens", "warning_ids"}) {
            out_[list] = json::array();
        }
    }

    void addScreens(reports::PlayReport const& report, reports::PlayReport const& byDay) {
        std::map<std::string, json::array> days;
        for (auto const& [key, figures] : byDay.rows) {
            days[key[0]].push_back(json::object{
                {"day", key[1]}, {"planned", figures.planned}, {"complete", figures.complete}});
        }
        json::array rows;
        for (auto const& [key, figures] : report.rows) {
            rows.push_back(screenRow(ScreenId(key[0]), figures, days[key[0]]));
            played_.insert(ScreenId(key[0]));
        }
        out_["screens"] = std::move(rows);
        json::array idle;
        for (auto const& [id, screen] : scope_.screens) {
            if (!played_.contains(id) && !screen.retired) {
                idle.push_back(json::object{{"id", id.str()},
                                            {"name", scope_.screenName(id)},
                                            {"unit_name", scope_.unitName(screen.unit)}});
            }
        }
        idle_ = static_cast<std::int64_t>(idle.size());
        out_["idle_screens"] = std::move(idle);
    }

    json::object screenRow(ScreenId const& id, PlayFigures const& figures, json::array days) {
        auto const found = scope_.screens.find(id);
        store::Screen const screen =
            found == scope_.screens.end() ? store::Screen{} : found->second;
        if (figures.planned > 0 || figures.complete > 0) {
            units_.insert(screen.unit);
        }
        auto const size = screen.width > 0
                              ? std::to_string(screen.width) + "x" + std::to_string(screen.height)
                              : std::string();
        return {{"id", id.str()},
                {"name", scope_.screenName(id)},
                {"unit", screen.unit},
                {"unit_name", scope_.unitName(screen.unit)},
                {"place", screen.location},
                {"kind", screen.type},
                {"size", size},
                {"serial", screen.serial},
                {"responsible", screen.responsible},
                {"phone", screen.phone},
                {"planned", figures.planned},
                {"complete", figures.complete},
                {"counted", figures.completion().numerator},
                {"unverified", unverifiedOf(figures)},
                {"shown_ms", figures.shownMs},
                {"partial", figures.partial},
                {"failed", figures.failed},
                {"covered", figures.screensPlayed() > 0},
                {"landed", figures.landing().numerator > 0},
                {"days", std::move(days)}};
    }

    void addDays(reports::PlayReport const& byDay) {
        std::map<std::string, std::pair<std::int64_t, std::int64_t>> days;
        for (auto const& [key, figures] : byDay.rows) {
            days[key[1]].first += figures.planned;
            days[key[1]].second += figures.complete;
        }
        json::array rows;
        for (auto const& [day, counts] : days) {
            rows.push_back(
                json::object{{"day", day}, {"planned", counts.first}, {"complete", counts.second}});
        }
        out_["days"] = std::move(rows);
    }

    void addAssets(reports::PlayReport const& report) {
        auto const approvals = approvalsByAsset();
        json::array rows;
        for (auto const& [key, figures] : report.rows) {
            auto const digest = Digest::fromHex(key[0]);
            auto const asset = digest ? tx_.assets().find(*digest) : std::nullopt;
            auto const name = report.assetNames.find(key[0]);
            auto const kind = asset ? asset->kind : playlists::AssetKind::film;
            if (asset && figures.complete > 0) {
                ++shown_[kind];
            }
            std::int64_t screens = 0;
            for (auto const& [id, tally] : figures.screens) {
                screens += tally.complete > 0 ? 1 : 0;
            }
            auto const approved =
                digest && approvals.contains(*digest) ? approvals.at(*digest) : Approved{};
            rows.push_back(json::object{
                {"digest", key[0]},
                {"name", asset && !asset->title.empty()    ? asset->title
                         : name != report.assetNames.end() ? name->second
                                                           : key[0].substr(0, 8)},
                {"category", asset ? asset->category : std::string()},
                {"kind", std::string(playlists::toString(kind))},
                {"duration_ms", asset ? asset->duration.count() : 0},
                {"approval", joined(approved.numbers)},
                {"approver", joined(approved.people)},
                {"first_day", figures.first ? scope_.dayOf(*figures.first) : std::string()},
                {"last_day", figures.last ? scope_.dayOf(*figures.last) : std::string()},
                {"screens", screens},
                {"planned", figures.planned},
                {"complete", figures.complete},
                {"shown_ms", figures.shownMs}});
        }
        out_["assets"] = std::move(rows);
    }

    /// Of the activity's campaigns: the newest yes on the highest level that holds.
    [[nodiscard]] std::map<Digest, Approved> approvalsByAsset() const {
        std::map<Digest, Approved> out;
        for (auto const& id : scope_.campaigns) {
            auto const campaign = tx_.campaigns().find(id);
            if (!campaign) {
                continue;
            }
            std::optional<store::Approval> last;
            for (auto const& approval : tx_.approvals().of(id)) {
                bool const holds = approval.granted && !approval.voidedAt;
                if (holds && (!last || approval.level >= last->level)) {
                    last = approval;
                }
            }
            if (!last) {
                continue;
            }
            for (auto const* items : {&campaign->items, &campaign->slogans}) {
                for (auto const& asset : *items) {
                    out[asset].numbers.insert(id.str() + "-" + std::to_string(last->revision));
                    out[asset].people.insert(approverOf(*last));
                }
            }
        }
        return out;
    }

    [[nodiscard]] std::string approverOf(store::Approval const& approval) const {
        if (approval.onPaper) {
            return approval.signedBy;
        }
        auto const account = tx_.accounts().find(approval.by);
        return account && !account->name.empty() ? account->name : approval.by.str();
    }

    void addFigures(reports::PlayReport const& report) {
        auto const& total = report.total;
        using playlists::AssetKind;
        out_["figures"] = json::object{{"screens_ordered", total.screensOrdered()},
                                       {"screens_covered", total.coverage().numerator},
                                       {"screens_delivered", total.delivery().numerator},
                                       {"screens_landed", total.landing().numerator},
                                       {"planned", total.planned},
                                       {"complete", total.complete},
                                       {"partial", total.partial},
                                       {"failed", total.failed},
                                       {"preempted", total.preempted},
                                       {"unverified", unverifiedOf(total)},
                                       {"counted", total.completion().numerator},
                                       {"shown_ms", total.shownMs},
                                       {"films", shown_[AssetKind::film]},
                                       {"slogans", shown_[AssetKind::slogan]},
                                       {"pictures", shown_[AssetKind::picture]},
                                       {"warnings", report.timeliness.warnings},
                                       {"warning_screens", report.timeliness.screens},
                                       {"warnings_in_time", report.timeliness.inTime},
                                       {"warning_ms", report.timeliness.within.count()},
                                       {"units", static_cast<std::int64_t>(units_.size())},
                                       {"screens_idle", idle_}};
        // One warning is in the filings of many units and weeks: sums count it once.
        auto const& ids = report.timeliness.ids;
        out_["warning_ids"] = json::array(ids.begin(), ids.end());
    }

    json::object& out_;
    store::Tx const& tx_;
    Scope const& scope_;
    reports::ReportSettings const& settings_;
    std::set<std::string> units_;
    std::set<ScreenId> played_;
    std::int64_t idle_ = 0;
    std::map<playlists::AssetKind, std::int64_t> shown_;
};

}  // namespace

Result<> addPlays(json::object& out, store::Tx const& tx, Scope const& scope,
                  reports::ReportSettings const& settings) {
    return Plays(out, tx, scope, settings).add();
}

}  // namespace tocsin::filing
