// SPDX-License-Identifier: Apache-2.0
// Putting the play report together.
#include "play_report.hpp"

#include <algorithm>
#include <set>

#include "planned_plays.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::reports {
namespace {

using std::chrono::hours;

constexpr hours kLongestByRow{7 * 24 + 1};  // a week in which the clocks go back is an hour longer
constexpr std::size_t kMostRows = 300'000;  // of all screens: some seconds of work

/// What a figure is counted under.
struct Place {
    std::string screen, unit, campaign, asset, hour;
};

std::string hourText(std::int64_t hour) {
    return formatInstant(Instant(hours(hour)));
}

class Maker {
public:
    Maker(store::Tx const& tx, PlayRequest const& request)
        : tx_(tx), plan_(tx, request.groupsBy(By::hour)) {
        report_.request = request;
    }

    Result<PlayReport> make() {
        if (auto const found = findScreens(); !found) {
            return found.error();
        }
        addPlanned();
        addPlayed();
        addOther();
        addNames();
        for (auto const& [key, figures] : report_.rows) {
            addToTotal(figures);
        }
        addSurplus();
        return std::move(report_);
    }

private:
    Result<> findScreens() {
        for (auto& screen : tx_.screens().all()) {
            if (!report_.request.units.contains(screen.unit)) {
                continue;
            }
            auto const interval = report_.request.intervalIn(screen.zone);
            if (!interval) {
                return Error{interval.error().code,
                             "screen " + screen.id.str() + ": " + interval.error().message};
            }
            intervals_.emplace(screen.id, *interval);
            report_.screenNames.emplace(screen.id.str(), screen.name);
            screens_.emplace(screen.id, std::move(screen));
        }
        return {};
    }

    using Key = std::vector<std::string>;

    [[nodiscard]] Key keyOf(Place const& place) const {
        Key key;
        for (auto const by : report_.request.by) {
            switch (by) {
                case By::screen:
                    key.push_back(place.screen);
                    break;
                case By::campaign:
                    key.push_back(place.campaign);
                    break;
                case By::asset:
                    key.push_back(place.asset);
                    break;
                case By::unit:
                    key.push_back(place.unit);
                    break;
                case By::hour:
                    key.push_back(place.hour);
                    break;
            }
        }
        return key;
    }

    PlayFigures& figuresAt(Place const& place) { return report_.rows[keyOf(place)]; }

    Place placeOf(ScreenId const& screen, CampaignId const& campaign, Digest const& asset,
                  std::string hour) const {
        auto const found = screens_.find(screen);
        return {screen.str(), found == screens_.end() ? std::string() : found->second.unit,
                campaign.str(), asset.hex(), std::move(hour)};
    }

    /// Calls `use` with the screen and each of its planned counts.
    template <class Use>
    void eachPlanned(Use const& use) {
        for (auto const& [id, interval] : intervals_) {
            for (auto const& released : tx_.timelines().spans(id, interval.begin, interval.end)) {
                for (auto const& count : plan_.count(released.span, interval)) {
                    use(id, count);
                }
            }
        }
    }

    void addPlanned() {
        eachPlanned([this](ScreenId const& screen, PlannedCount const& count) {
            if (count.makeGood > 0) {
                repaid_[{screen, count.campaign}];
            }
        });
        eachPlanned([this](ScreenId const& screen, PlannedCount const& count) {
            auto const key =
                keyOf(placeOf(screen, count.campaign, count.asset, hourText(count.hour)));
            auto& figures = report_.rows[key];
            figures.planned += count.planned;
            figures.makeGood += count.makeGood;
            figures.cut += count.cut;
            if (auto const found = repaid_.find({screen, count.campaign}); found != repaid_.end()) {
                found->second.rows[key].plan(count);
                found->second.whole.plan(count);
            }
        });
    }

    void addSums(std::vector<store::PlaySum> const& sums, std::string const* zone) {
        for (auto const& sum : sums) {
            auto const screen = screens_.find(sum.screen);
            if (screen == screens_.end() && !report_.request.units.isAll()) {
                continue;
            }
            if (zone != nullptr && (screen == screens_.end() || screen->second.zone != *zone)) {
                continue;
            }
            auto const key = keyOf(placeOf(sum.screen, sum.campaign, sum.asset, sum.bucket));
            report_.rows[key].add(sum.totals);
            if (auto const found = repaid_.find({sum.screen, sum.campaign});
                found != repaid_.end()) {
                found->second.rows[key].complete += sum.totals.complete;
                found->second.whole.complete += sum.totals.complete;
            }
            report_.assetNames.emplace(sum.asset.hex(), sum.assetName);
            report_.campaignTitles.emplace(sum.campaign.str(), sum.campaignTitle);
        }
    }

    /// Whole hours are summed already; only what sticks out at the ends is counted row by row.
    [[nodiscard]] std::vector<store::PlaySum> sumsWithin(Interval const& interval) const {
        auto const first = std::chrono::ceil<hours>(interval.begin);
        auto const last = std::chrono::floor<hours>(interval.end);
        if (first >= last) {
            return tx_.ledger().exactSums(interval.begin, interval.end);
        }
        auto out = tx_.ledger().hourlySums(first, last);
        for (auto const& [from, to] : {std::pair<Instant, Instant>(interval.begin, first),
                                       std::pair<Instant, Instant>(last, interval.end)}) {
            if (from < to) {
                auto const ends = tx_.ledger().exactSums(from, to);
                out.insert(out.end(), ends.begin(), ends.end());
            }
        }
        return out;
    }

    void addPlayed() {
        auto const& request = report_.request;
        if (!request.byDates) {
            addSums(sumsWithin(request.instants), nullptr);
        } else if (!request.groupsBy(By::hour)) {
            addSums(tx_.ledger().dailySums(playlists::toString(request.firstDay),
                                           playlists::toString(request.lastDay)),
                    nullptr);
        } else {
            std::map<std::string, Interval> zones;
            for (auto const& [id, screen] : screens_) {
                zones.emplace(screen.zone, intervals_.at(id));
            }
            for (auto const& [zone, interval] : zones) {
                addSums(sumsWithin(interval), &zone);
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
        if (tooLong) {
            return;
        }
        std::vector<Place> found;
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
            for (auto const& play : plays) {
                if (play.record.result != messages::PlayResult::gap &&
                    !plan_.isPlanned(play.record, spans)) {
                    auto const hour = std::chrono::floor<hours>(play.record.start);
                    found.push_back(placeOf(id, play.record.campaign, play.record.content.asset,
                                            formatInstant(hour)));
                }
            }
        }
        report_.total.other = 0;
        for (auto& [key, figures] : report_.rows) {
            figures.other = 0;
        }
        for (auto const& place : found) {
            auto& figures = figuresAt(place);
            figures.other = figures.other.value_or(0) + 1;
        }
    }

    /// Names of today only for what the ledger has no name for: an edit changes no history.
    void addNames() {
        for (auto const& asset : tx_.assets().all()) {
            report_.assetNames.emplace(asset.content.asset.hex(), asset.handle);
        }
        for (auto const& campaign : tx_.campaigns().all()) {
            report_.campaignTitles.emplace(campaign.id.str(), campaign.title);
        }
    }

    /// What repays a loss counts where the loss is; in a row without it, it is on top of the plan.
    /// A campaign repays only itself, and only on the same screen.
    void addSurplus() {
        for (auto const& [whose, repaid] : repaid_) {
            for (auto const& [key, counts] : repaid.rows) {
                report_.rows[key].surplus += counts.surplus();
            }
            report_.total.surplus += repaid.whole.surplus();
        }
    }

    void addToTotal(PlayFigures const& figures) {
        auto& total = report_.total;
        total.planned += figures.planned;
        total.makeGood += figures.makeGood;
        total.cut += figures.cut;
        total.add({figures.complete, figures.partial, figures.failed, figures.preempted,
                   figures.shownMs, figures.first.value_or(Instant::max()),
                   figures.last.value_or(Instant::min())});
        if (total.other && figures.other) {
            *total.other += *figures.other;
        }
    }

    struct Repaid {
        struct Counts {
            std::int64_t planned = 0, makeGood = 0, complete = 0;
            void plan(PlannedCount const& count) {
                planned += count.planned;
                makeGood += count.makeGood;
            }
            [[nodiscard]] std::int64_t surplus() const {
                return std::clamp<std::int64_t>(complete - planned, 0, makeGood);
            }
        };
        std::map<Key, Counts> rows;
        Counts whole;
    };

    store::Tx const& tx_;
    PlannedPlays plan_;
    PlayReport report_;
    /// Campaigns that are repaid on a screen within the interval.
    std::map<std::pair<ScreenId, CampaignId>, Repaid> repaid_;
    std::map<ScreenId, store::Screen> screens_;
    std::map<ScreenId, Interval> intervals_;
};

}  // namespace

void PlayFigures::add(store::PlayTotals const& totals) {
    complete += totals.complete;
    partial += totals.partial;
    failed += totals.failed;
    preempted += totals.preempted;
    shownMs += totals.shownMs;
    if (totals.complete + totals.partial + totals.failed + totals.preempted > 0) {
        first = std::min(first.value_or(totals.first), totals.first);
        last = std::max(last.value_or(totals.last), totals.last);
    }
}

std::string PlayFigures::completion() const {
    if (planned == 0) {
        return "—";
    }
    constexpr std::int64_t kScale = 10'000;
    auto const scaled = (complete - surplus) * kScale / planned;
    auto const decimals = std::to_string(kScale + scaled % kScale).substr(1);
    return std::to_string(scaled / kScale) + "." + decimals;
}

Result<PlayReport> makePlayReport(store::Store const& store, PlayRequest const& request) {
    Result<PlayReport> out = Error{Errc::internal, "no report was made"};
    try {
        auto const read = store.read([&](store::Tx const& tx) -> Result<> {
            out = Maker(tx, request).make();
            return {};
        });
        return read ? std::move(out) : read.error();
    } catch (Failure const& failure) {
        return failure.error();
    }
}

}  // namespace tocsin::reports
