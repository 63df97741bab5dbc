// SPDX-License-Identifier: Apache-2.0
// Putting the report of seconds together.
#include "tocsin/reports/seconds_report.hpp"

#include <algorithm>

#include "period_names.hpp"
#include "screen_days.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::reports {
namespace {

using playlists::LocalDay;
using std::chrono::days;
using std::chrono::hours;

class Maker {
public:
    Maker(store::Tx const& tx, ReportRequest const& request, Instant now)
        : tx_(tx), now_(now), grouping_(request, tx.units().all()), names_(tx) {
        report_.request = request;
    }

    Result<SecondsReport> make() {
        if (auto const found = findScreens(); !found) {
            return found.error();
        }
        if (auto const small = checkSize(); !small) {
            return small.error();
        }
        ScreenDays screenDays(tx_, whole(), now_);
        for (auto const& [id, screen] : screens_) {
            if (auto const added = addScreen(screenDays, screen); !added) {
                return added.error();
            }
        }
        TimelineCache timelines(tx_);
        report_.freshness = freshnessOf(tx_, timelines, screens_, intervals_, now_);
        report_.unitNames = names_.units();
        report_.intervals = std::move(intervals_);
        return std::move(report_);
    }

private:
    struct Days {
        LocalDay first{}, last{};
        [[nodiscard]] std::int64_t count() const {
            return (std::chrono::sys_days(last) - std::chrono::sys_days(first)).count() + 1;
        }
    };

    Result<> findScreens() {
        for (auto& screen : tx_.screens().all()) {
            if (!report_.request.units.contains(screen.unit)) {
                continue;
            }
            auto const interval = report_.request.intervalIn(screen.zone);
            auto const wrong = [&](Error const& why) {
                return Error{why.code, "screen " + screen.id.str() + ": " + why.message};
            };
            if (!interval) {
                return wrong(interval.error());
            }
            auto const first = playlists::localDayOf(screen.zone, interval->begin);
            auto const last = playlists::localDayOf(screen.zone, interval->end - Milliseconds(1));
            if (!first || !last) {
                return wrong(first ? last.error() : first.error());
            }
            intervals_.emplace(screen.id, *interval);
            days_.emplace(screen.id, Days{*first, *last});
            report_.screenNames.emplace(screen.id.str(), names_.of(screen, *interval));
            screens_.emplace(screen.id, std::move(screen));
        }
        return {};
    }

    Result<> checkSize() const {
        std::int64_t count = 0;
        for (auto const& [id, one] : days_) {
            count += one.count();
        }
        auto const most = report_.request.mostScreenDays;
        if (count > most) {
            return Error{Errc::invalid, "to: " + std::to_string(screens_.size()) +
                                            " screens have " + std::to_string(count) +
                                            " days in it, and at most " + std::to_string(most) +
                                            " are accounted for at once; ask for less at once"};
        }
        return {};
    }

    [[nodiscard]] Interval whole() const {
        Interval out{Instant::max(), Instant::min()};
        for (auto const& [id, interval] : intervals_) {
            out = {std::min(out.begin, interval.begin), std::max(out.end, interval.end)};
        }
        return intervals_.empty() ? Interval{now_, now_} : out;
    }

    Result<> addScreen(ScreenDays& screenDays, store::Screen const& screen) {
        auto const& asked = days_.at(screen.id);
        auto const& interval = intervals_.at(screen.id);
        Place place;
        place.screen = screen.id.str();
        place.unit = screen.unit;
        for (auto day = asked.first; day <= asked.last;
             day = LocalDay(std::chrono::sys_days(day) + days(1))) {
            auto const account = screenDays.account(screen, day);
            if (!account) {
                return Error{account.error().code,
                             "screen " + screen.id.str() + ": " + account.error().message};
            }
            place.day = playlists::toString(day);
            for (auto stretch : *account) {
                stretch.when = {std::max(stretch.when.begin, interval.begin),
                                std::min(stretch.when.end, interval.end)};
                add(place, stretch);
            }
        }
        return {};
    }

    void add(Place& place, Stretch stretch) {
        if (stretch.when.empty()) {
            return;
        }
        addTo(report_.total, place, stretch);
        if (!report_.request.groupsBy(By::hour)) {
            addToRows(place, stretch);
            return;
        }
        auto const end = stretch.when.end;
        while (stretch.when.begin < end) {
            auto const hour = std::chrono::floor<hours>(stretch.when.begin);
            stretch.when.end = std::min<Instant>(end, hour + hours(1));
            place.hour = formatInstant(hour);
            addToRows(place, stretch);
            stretch.when.begin = stretch.when.end;
        }
    }

    void addToRows(Place const& place, Stretch const& stretch) {
        for (auto const& key : grouping_.keysOf(place)) {
            addTo(report_.rows[key], place, stretch);
        }
    }

    static void addTo(SecondsFigures& figures, Place const& place, Stretch const& stretch) {
        figures.sums.add(stretch);
        figures.screens.insert(place.screen);
    }

    store::Tx const& tx_;
    Instant now_;
    Grouping grouping_;
    PeriodNames names_;
    SecondsReport report_;
    std::map<ScreenId, store::Screen> screens_;
    std::map<ScreenId, Interval> intervals_;
    std::map<ScreenId, Days> days_;
};

}  // namespace

Offer const& secondsOffer() {
    static Offer const offer{{By::screen, By::unit, By::tree, By::day, By::hour}, {By::screen}, 31};
    return offer;
}

Result<SecondsReport> makeSecondsReport(store::Store const& store, ReportRequest const& request,
                                        Instant now) {
    Result<SecondsReport> out = Error{Errc::internal, "no report was made"};
    try {
        auto const read = store.read([&](store::Tx const& tx) -> Result<> {
            out = makeSecondsReport(tx, request, now);
            return {};
        });
        return read ? std::move(out) : read.error();
    } catch (Failure const& failure) {
        return failure.error();
    }
}

Result<SecondsReport> makeSecondsReport(store::Tx const& tx, ReportRequest const& request,
                                        Instant now) {
    return Maker(tx, request, now).make();
}

}  // namespace tocsin::reports
