// SPDX-License-Identifier: Apache-2.0
// Putting the play report together.
#include "tocsin/reports/play_report.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include "period_names.hpp"
#include "planned_plays.hpp"
#include "play_segments.hpp"
#include "play_sums.hpp"
#include "player_epochs.hpp"
#include "repaid_plays.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::reports {
namespace {

using std::chrono::hours;

constexpr hours kLongestByRow{7 * 24 + 1};  // a week in which the clocks go back is an hour longer
constexpr std::size_t kMostRows = 300'000;  // of all screens: some seconds of work

constexpr std::size_t kMostReportRows = 200'000;  // some 100 MB as JSON

class Maker {
public:
    Maker(store::Tx const& tx, ReportRequest const& request, ReportSettings const& settings)
        : tx_(tx),
          settings_(settings),
          now_(settings.now()),
          grouping_(request, tx.units().all()),
          plan_(tx, request.groupsBy(By::hour)),
          names_(tx) {
        report_.request = request;
    }

    Result<PlayReport> make() {
        if (auto const found = findScreens(); !found) {
            return found.error();
        }
        addAssets();
        addPlanned();
        addPlayed();
        addOther();
        addNames();
        addSurplus();
        if (auto const timely = addTimeliness(); !timely) {
            return timely.error();
        }
        addMismatches();
        report_.freshness = freshnessOf(tx_, plan_.timelines(), screens_, intervals_, now_);
        report_.intervals = std::move(intervals_);
        return std::move(report_);
    }

private:
    /// A row of the report; map nodes stay where they are.
    struct Counted {
        Key const* key = nullptr;
        PlayFigures* figures = nullptr;
    };

    Result<> findScreens() {
        for (auto& screen : tx_.screens().all()) {
            if (!report_.request.units.contains(screen.unit)) {
                continue;
            }
            auto const interval = report_.request.intervalIn(screen.zone);
            auto const known = segments_.find(screen.zone);
            auto segments = known != segments_.end()
                                ? Result<std::vector<Segment>>(known->second)
                                : segmentsOf(report_.request, screen.zone, settings_.dayparts);
            if (!interval || !segments) {
                auto const& why = interval ? segments.error() : interval.error();
                return Error{why.code, "screen " + screen.id.str() + ": " + why.message};
            }
            segments_.emplace(screen.zone, std::move(*segments));
            intervals_.emplace(screen.id, *interval);
            report_.screenNames.emplace(screen.id.str(), names_.of(screen, *interval));
            screens_.emplace(screen.id, std::move(screen));
        }
        return {};
    }

    void addAssets() {
        for (auto const& asset : tx_.assets().all()) {
            categories_.emplace(asset.content.asset, asset.category);
            handles_.emplace(asset.content.asset.hex(), asset.handle);
        }
    }

    /// Counts come in order of their hours.
    [[nodiscard]] std::string const& textOf(std::int64_t hour) {
        if (lastHour_ != hour) {
            lastHour_ = hour;
            lastHourText_ = formatInstant(Instant(hours(hour)));
        }
        return lastHourText_;
    }

    /// As much of it as the request groups by: of hundreds of thousands of sums the rest would be
    /// made for nothing.
    [[nodiscard]] Place placeOf(ScreenId const& screen, CampaignId const& campaign,
                                Digest const& asset, Segment const& segment,
                                std::string const& hour) const {
        auto const& request = report_.request;
        Place out;
        if (request.groupsBy(By::screen)) {
            out.screen = screen.str();
        }
        if (request.groupsBy(By::unit) || request.groupsBy(By::tree)) {
            auto const found = screens_.find(screen);
            out.unit = found == screens_.end() ? std::string() : found->second.unit;
        }
        if (request.groupsBy(By::campaign)) {
            out.campaign = campaign.str();
        }
        if (request.groupsBy(By::asset)) {
            out.asset = asset.hex();
        }
        if (request.groupsBy(By::category)) {
            auto const category = categories_.find(asset);
            out.category = category == categories_.end() ? std::string() : category->second;
        }
        if (request.groupsBy(By::day)) {
            out.day = segment.day;
        }
        if (request.groupsBy(By::daypart)) {
            out.dayparts = segment.dayparts;
        }
        if (request.groupsBy(By::hour)) {
            out.hour = hour;
        }
        return out;
    }

    /// The rows that the place counts in. Sums come in order, so that it is mostly the place of the
    /// sum before.
    [[nodiscard]] std::vector<Counted> const& rowsOf(Place const& place) {
        if (place == lastPlace_ && !lastRows_.empty()) {
            return lastRows_;
        }
        lastRows_.clear();
        for (auto& key : grouping_.keysOf(place)) {
            auto const [row, added] = report_.rows.try_emplace(std::move(key));
            lastRows_.push_back({&row->first, &row->second});
        }
        lastPlace_ = place;
        if (report_.rows.size() > kMostReportRows) {
            throw Failure({Errc::invalid, "by: the report has more than " +
                                              std::to_string(kMostReportRows) +
                                              " rows; ask for less at once"});
        }
        return lastRows_;
    }

    /// Does `what` to the figures of every row that the place counts in, and to the total.
    template <class What>
    void count(Place const& place, What const& what) {
        what(report_.total, nullptr);
        for (auto const& row : rowsOf(place)) {
            what(*row.figures, row.key);
        }
    }

    [[nodiscard]] bool tallies(Key const* key) const {
        return key == nullptr || !report_.request.groupsBy(By::hour);
    }

    /// Calls `use` with the screen, the segment and each of its planned counts.
    template <class Use>
    void eachPlanned(Use const& use) {
        for (auto const& [id, screen] : screens_) {
            for (auto const& segment : segments_.at(screen.zone)) {
                auto const& when = segment.when;
                for (auto const& released : tx_.timelines().spans(id, when.begin, when.end)) {
                    for (auto const& count : plan_.count(released.span, when)) {
                        if (report_.request.asksFor(count.campaign)) {
                            use(id, segment, count);
                        }
                    }
                }
            }
        }
    }

    void addPlanned() {
        eachPlanned([this](ScreenId const& screen, Segment const&, PlannedCount const& planned) {
            if (planned.makeGood > 0) {
                repaid_[{screen, planned.campaign}];
            }
        });
        eachPlanned(
            [this](ScreenId const& screen, Segment const& segment, PlannedCount const& planned) {
                auto const repaid = repaid_.find({screen, planned.campaign});
                auto const place =
                    placeOf(screen, planned.campaign, planned.asset, segment, textOf(planned.hour));
                count(place, [&](PlayFigures& figures, Key const* key) {
                    figures.planned += planned.planned;
                    figures.makeGood += planned.makeGood;
                    figures.cut += planned.cut;
                    if (tallies(key)) {
                        auto& tally = figures.screens[screen];
                        tally.planned += planned.planned;
                        if (planned.planned > 0) {
                            tally.ordered.insert(planned.asset);
                        }
                    }
                    if (repaid != repaid_.end()) {
                        (key != nullptr ? repaid->second.rows[*key] : repaid->second.whole)
                            .plan(planned);
                    }
                });
            });
    }

    void addSum(store::PlaySum const& sum, Segment const& segment, std::string const& hour) {
        if (!report_.request.asksFor(sum.campaign)) {
            return;
        }
        auto const repaid =
            repaid_.empty() ? repaid_.end() : repaid_.find({sum.screen, sum.campaign});
        auto const place = placeOf(sum.screen, sum.campaign, sum.asset, segment, hour);
        count(place, [&](PlayFigures& figures, Key const* key) {
            figures.add(sum);
            if (tallies(key)) {
                auto& tally = figures.screens[sum.screen];
                tally.complete += isFallback(sum) ? 0 : sum.totals.complete;
                if (sum.totals.shownMs > 0) {
                    tally.shown.insert(sum.asset);
                }
            }
            if (repaid != repaid_.end()) {
                (key != nullptr ? repaid->second.rows[*key] : repaid->second.whole)
                    .play(sum.totals);
            }
        });
        if (!place.asset.empty()) {
            report_.assetNames.emplace(place.asset, sum.assetName);
        }
        if (report_.request.groupsBy(By::campaign)) {
            report_.campaignTitles.emplace(place.campaign, sum.campaignTitle);
        }
    }

    /// Whether the sum is of a screen that the report is about, and in this zone.
    [[nodiscard]] bool isAsked(ScreenId const& id, std::string const* zone) const {
        auto const screen = screens_.find(id);
        if (screen == screens_.end()) {
            return report_.request.units.isAll() && zone == nullptr;
        }
        return zone == nullptr || screen->second.zone == *zone;
    }

    /// Plays of the interval, which lies in one segment. Those of unset clocks count in no hour and
    /// no daypart.
    void addSums(Interval const& when, Segment const& segment, std::string const* zone) {
        auto const& request = report_.request;
        Segment nowhere = segment;
        nowhere.dayparts = {kUnprovenTime};
        SumTakers takers;
        takers.known = [&](store::PlaySum const& sum) {
            if (isAsked(sum.screen, zone)) {
                addSum(sum, segment, sum.bucket);
            }
        };
        takers.unproven = [&](store::PlaySum const& sum) {
            if (isAsked(sum.screen, zone)) {
                addSum(sum, nowhere, kUnprovenTime);
            }
        };
        takeSums(tx_, when, request.groupsBy(By::hour) || request.groupsBy(By::daypart), takers);
    }

    void addPlayed() {
        auto const& request = report_.request;
        if (request.byDates && !request.groupsBy(By::hour) && !request.groupsBy(By::daypart)) {
            for (auto const& sum : tx_.ledger().dailySums(playlists::toString(request.firstDay),
                                                          playlists::toString(request.lastDay))) {
                if (isAsked(sum.screen, nullptr)) {
                    addSum(sum, {{}, sum.bucket, {}}, "");
                }
            }
            return;
        }
        if (!request.byDates && segments_.size() <= 1 && !request.groupsBy(By::day) &&
            !request.groupsBy(By::daypart)) {
            addSums(request.instants, {}, nullptr);
            return;
        }
        for (auto const& [zone, segments] : segments_) {
            for (auto const& segment : segments) {
                addSums(segment.when, segment, &zone);
            }
        }
    }

    /// Rows that match nothing planned. Every row is looked at, so only for short intervals and not
    /// for too many screens at once; else the figure is left open.
    void addOther() {
        auto const tooLong =
            std::any_of(intervals_.begin(), intervals_.end(), [](auto const& entry) {
                return entry.second.end - entry.second.begin > kLongestByRow;
            });
        if (tooLong || !report_.request.countsOther) {
            return;
        }
        std::map<RowPlace, std::int64_t> found;
        std::size_t looked = 0;
        for (auto const& [id, interval] : intervals_) {
            auto const plays =
                tx_.ledger().plays(id, interval.begin, interval.end, kMostRows - looked + 1);
            looked += plays.size();
            if (looked > kMostRows) {
                return;
            }
            constexpr std::chrono::seconds kMargin{2};
            auto const spans =
                tx_.timelines().spans(id, interval.begin - kMargin, interval.end + kMargin);
            auto const& segments = segments_.at(screens_.at(id).zone);
            for (auto const& play : plays) {
                auto const& record = play.record;
                auto const* segment = segmentAt(segments, record.start);
                if (record.result != messages::PlayResult::gap && segment != nullptr &&
                    report_.request.asksFor(record.campaign) && !plan_.isPlanned(record, spans)) {
                    ++found[{id, record.campaign, record.content.asset, segment,
                             std::chrono::floor<hours>(record.start),
                             record.clock == messages::ClockState::unset}];
                }
            }
        }
        report_.total.other = 0;
        for (auto& [key, figures] : report_.rows) {
            figures.other = 0;
        }
        for (auto const& [where, rows] : found) {
            auto const& [screen, campaign, asset, segment, hour, unset] = where;
            auto place = placeOf(screen, campaign, asset, *segment, formatInstant(hour));
            if (unset) {
                place.hour = kUnprovenTime;
                place.dayparts = {kUnprovenTime};
            }
            count(place, [rows = rows](PlayFigures& figures, Key const*) {
                figures.other = figures.other.value_or(0) + rows;
            });
        }
    }

    /// Names of today only for what the ledger has no name for: an edit changes no history.
    void addNames() {
        report_.assetNames.insert(handles_.begin(), handles_.end());
        for (auto const& campaign : tx_.campaigns().all()) {
            report_.campaignTitles.emplace(campaign.id.str(), campaign.title);
        }
        report_.unitNames = names_.units();
    }

    /// What repays a loss counts where the loss is; in a row without it, it is on top of the plan.
    /// A campaign repays only itself, and only on the same screen.
    void addSurplus() {
        for (auto const& [whose, repaid] : repaid_) {
            for (auto const& [key, counts] : repaid.rows) {
                addSurplus(report_.rows[key], whose.first, counts, tallies(&key));
            }
            addSurplus(report_.total, whose.first, repaid.whole, tallies(nullptr));
        }
    }

    static void addSurplus(PlayFigures& figures, ScreenId const& screen, RepaidCounts const& counts,
                           bool tallied) {
        figures.surplus += counts.surplus();
        figures.surplusDelivered += counts.surplusDelivered();
        if (tallied) {
            figures.screens[screen].surplus += counts.surplus();
        }
    }

    using RowPlace = std::tuple<ScreenId, CampaignId, Digest, Segment const*, Instant, bool>;

    Result<> addTimeliness() {
        Interval whole{Instant::max(), Instant::min()};
        for (auto const& [id, interval] : intervals_) {
            whole = {std::min(whole.begin, interval.begin), std::max(whole.end, interval.end)};
        }
        auto const timely = warnings::timelinessOf(
            tx_, whole.begin, whole.end, settings_.glassWithin,
            [this](ScreenId const& screen) { return screens_.contains(screen); });
        if (!timely) {
            return timely.error();
        }
        report_.timeliness = *timely;
        return {};
    }

    void addMismatches() {
        for (auto const& epoch : epochsOf(tx_, intervals_)) {
            if (epoch.verdict == store::TotalsVerdict::differ) {
                report_.mismatches.push_back(
                    differenceOf(epoch, report_.screenNames.at(epoch.screen.str())));
            }
        }
    }

    Place lastPlace_;
    std::vector<Counted> lastRows_;
    std::optional<std::int64_t> lastHour_;
    std::string lastHourText_;
    store::Tx const& tx_;
    ReportSettings const& settings_;
    Instant now_;
    Grouping grouping_;
    PlannedPlays plan_;
    PeriodNames names_;
    PlayReport report_;
    /// Campaigns that are repaid on a screen within the interval.
    std::map<std::pair<ScreenId, CampaignId>, Repaid> repaid_;
    std::map<ScreenId, store::Screen> screens_;
    std::map<ScreenId, Interval> intervals_;
    std::map<std::string, std::vector<Segment>> segments_;  ///< by zone
    std::map<Digest, std::string> categories_;
    std::map<std::string, std::string> handles_;  ///< of assets, by digest in hex
};

}  // namespace

Offer const& playsOffer() {
    static Offer const offer{{By::screen, By::campaign, By::asset, By::category, By::unit, By::tree,
                              By::daypart, By::day, By::hour},
                             {By::screen, By::asset}};
    return offer;
}

Result<PlayReport> makePlayReport(store::Store const& store, ReportRequest const& request,
                                  ReportSettings const& settings) {
    Result<PlayReport> out = Error{Errc::internal, "no report was made"};
    try {
        auto const read = store.read([&](store::Tx const& tx) -> Result<> {
            out = makePlayReport(tx, request, settings);
            return {};
        });
        return read ? std::move(out) : read.error();
    } catch (Failure const& failure) {
        return failure.error();
    }
}

Result<PlayReport> makePlayReport(store::Tx const& tx, ReportRequest const& request,
                                  ReportSettings const& settings) {
    return Maker(tx, request, settings).make();
}

}  // namespace tocsin::reports
