// SPDX-License-Identifier: Apache-2.0
#include "expected_day.hpp"

#include <date/tz.h>

#include <algorithm>
#include <numeric>
#include <tuple>

namespace tocsin::playlists::expected {
namespace {

constexpr std::int64_t kHour = 3'600'000;

LocalDay plus(LocalDay day, int count) {
    return std::chrono::sys_days(day) + std::chrono::days(count);
}

std::int64_t daysFrom(LocalDay from, LocalDay to) {
    return (std::chrono::sys_days(to) - std::chrono::sys_days(from)).count();
}

/// The clock on a wall in the zone.
class Clock {
public:
    explicit Clock(std::string const& zone) : zone_(date::locate_zone(zone)) {}

    /// When the wall shows it: the first of two times, or the end of the gap that leaves it out.
    [[nodiscard]] std::int64_t at(LocalDay day, TimeOfDay time) const {
        Milliseconds const shown = std::chrono::sys_days(day).time_since_epoch() + time;
        auto const info = zone_->get_info(date::local_time<Milliseconds>(shown));
        auto const instant = info.result == date::local_info::nonexistent
                                 ? Milliseconds(info.first.end.time_since_epoch())
                                 : shown - info.first.offset;
        return instant.count();
    }
    [[nodiscard]] Span span(LocalDay day, Daypart const& part) const {
        return {at(day, part.from), at(part.to > part.from ? day : plus(day, 1), part.to)};
    }
    [[nodiscard]] Span day(LocalDay day) const {
        return {at(day, TimeOfDay(0)), at(plus(day, 1), TimeOfDay(0))};
    }
    /// An hour begins where the clock shows minute 0, or jumps into another hour.
    [[nodiscard]] bool beginsHour(std::int64_t t) const {
        auto const now = shownAt(t);
        return now % kHour == 0 || now / kHour != shownAt(t - 1) / kHour;
    }

private:
    [[nodiscard]] std::int64_t shownAt(std::int64_t t) const {
        auto const offset = zone_->get_info(date::sys_time<Milliseconds>(Milliseconds(t))).offset;
        return t + Milliseconds(offset).count();
    }

    date::time_zone const* zone_;
};

bool has(std::vector<LocalDay> const& days, LocalDay day) {
    return std::find(days.begin(), days.end(), day) != days.end();
}

/// The value of a key of an RRULE; empty if it has none.
std::string ruleValue(std::string const& rule, std::string const& key) {
    auto const at = (";" + rule).find(";" + key + "=");
    if (at == std::string::npos) {
        return "";
    }
    auto const value = rule.substr(at + key.size() + 1);
    return value.substr(0, value.find(';'));
}

/// Understands what programmes for tests say: FREQ of DAILY, WEEKLY and MONTHLY, with INTERVAL, a
/// list of weekdays, or one day of the month.
bool recurs(std::string const& rule, LocalDay start, LocalDay day) {
    char const* const names[] = {"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
    auto const named = ruleValue(rule, "INTERVAL");
    auto const interval = named.empty() ? 1 : std::stoll(named);
    auto const weekdayOf = [](LocalDay d) {
        return std::chrono::weekday(std::chrono::sys_days(d));
    };
    auto const frequency = ruleValue(rule, "FREQ");
    if (frequency == "DAILY") {
        return daysFrom(start, day) % interval == 0;
    }
    if (frequency == "WEEKLY") {
        auto const monday = plus(start, 1 - static_cast<int>(weekdayOf(start).iso_encoding()));
        return daysFrom(monday, day) / 7 % interval == 0 &&
               ruleValue(rule, "BYDAY").find(names[weekdayOf(day).c_encoding()]) !=
                   std::string::npos;
    }
    return std::stoul(ruleValue(rule, "BYMONTHDAY")) == static_cast<unsigned>(day.day());
}

bool isOn(Programme const& programme, ProgrammeCampaign const& campaign, LocalDay day) {
    if (day < campaign.from || campaign.to < day || has(campaign.except, day)) {
        return false;
    }
    std::chrono::weekday const weekday{std::chrono::sys_days(day)};
    bool const working = has(programme.calendar.workdays, day) ||
                         (weekday != std::chrono::Saturday && weekday != std::chrono::Sunday &&
                          !has(programme.calendar.holidays, day));
    auto const ofMonth = static_cast<int>(static_cast<unsigned>(day.day()));
    auto const fromLast =
        -static_cast<int>(daysFrom(day, day.year() / day.month() / std::chrono::last)) - 1;
    auto const isMonthDay = [&](int wanted) { return wanted == ofMonth || wanted == fromLast; };
    return campaign.days.contains(weekday) &&
           (campaign.monthDays.empty() ||
            std::any_of(campaign.monthDays.begin(), campaign.monthDays.end(), isMonthDay)) &&
           (campaign.dayKind == DayKind::any ||
            working == (campaign.dayKind == DayKind::workdays)) &&
           (campaign.recurrence.empty() || recurs(campaign.recurrence, campaign.from, day));
}

class Reckoner {
public:
    Reckoner(Programme const& programme, LocalDay date)
        : programme_(programme), clock_(programme.screen.zone) {
        day_.programme = &programme;
        day_.date = date;
        std::tie(day_.begin, day_.end) = std::pair(clock_.day(date).begin, clock_.day(date).end);
    }

    Day all() {
        auto const quarter = kHour / 4;
        auto const first = clock_.day(plus(day_.date, -1)).begin / quarter * quarter;
        for (auto t = first; t <= clock_.day(plus(day_.date, 1)).end; t += quarter) {
            if (clock_.beginsHour(t)) {
                day_.hours.push_back(t);
            }
        }
        around_ = openAround();
        day_.open = common(around_, {{day_.begin, day_.end}});
        addFixed();
        for (std::size_t i = 0; i < programme_.campaigns.size(); ++i) {
            addPart(i, true);
            addPart(i, false);
        }
        return std::move(day_);
    }

private:
    [[nodiscard]] Spans openAround() const {
        Spans out;
        for (int offset = -2; offset <= 2; ++offset) {
            auto const date = plus(day_.date, offset);
            std::chrono::weekday const weekday{std::chrono::sys_days(date)};
            if (programme_.screen.opening.empty()) {
                out.push_back(clock_.day(date));
            }
            for (auto const& rule : programme_.screen.opening) {
                if (rule.days.contains(weekday)) {
                    out.push_back(clock_.span(date, rule.hours));
                }
            }
        }
        return joined(std::move(out));
    }

    [[nodiscard]] Spans dayparts(ProgrammeCampaign const& campaign, LocalDay date) const {
        Spans out;
        if (!isOn(programme_, campaign, date)) {
            return out;
        }
        if (campaign.dayparts.empty()) {
            out.push_back(clock_.day(date));
        }
        for (auto const& part : campaign.dayparts) {
            out.push_back(clock_.span(date, part));
        }
        return joined(std::move(out));
    }

    [[nodiscard]] std::size_t assetOf(AssetId const& id) const {
        std::size_t at = 0;
        while (programme_.assets[at].id != id) {
            ++at;
        }
        return at;
    }

    [[nodiscard]] std::size_t campaignOf(CampaignId const& id) const {
        std::size_t at = 0;
        while (programme_.campaigns[at].id != id) {
            ++at;
        }
        return at;
    }

    [[nodiscard]] static bool isUsable(ProgrammeAsset const& asset, LocalDay day) {
        return asset.usableFrom.value_or(day) <= day && day <= asset.usableUntil.value_or(day);
    }

    void addFixed() {
        std::vector<Fixed> wanted;
        for (auto const& event : programme_.fixed) {
            auto const at = campaignOf(event.campaign);
            auto const& campaign = programme_.campaigns[at];
            auto const asset = assetOf(event.asset);
            auto const duration = programme_.assets[asset].duration.count();
            for (auto const& instant : event.at) {
                auto const t = toMillis(instant);
                if (t < day_.begin || t >= day_.end) {
                    continue;
                }
                Span const span{t, t + duration};
                char const* lost =
                    day_.date < campaign.from || campaign.to < day_.date ? "fixed-outside"
                    : !isUsable(programme_.assets[asset], day_.date)     ? "asset-expired"
                    : span.end > day_.end                                ? "fixed-past-midnight"
                    : !contains(day_.open, span)                         ? "fixed-closed"
                                                                         : nullptr;
                if (lost != nullptr) {
                    day_.told[{lost, at}] += 1;
                } else {
                    wanted.push_back({span, at, asset});
                }
            }
            if (event.hourly) {
                auto windows = dayparts(campaign, plus(day_.date, -1));
                auto const own = dayparts(campaign, day_.date);
                windows.insert(windows.end(), own.begin(), own.end());
                windows = common(joined(std::move(windows)), day_.open);
                for (auto const t : day_.hours) {
                    if (!contains(windows, {t, t + duration})) {
                        continue;
                    }
                    if (isUsable(programme_.assets[asset], day_.date)) {
                        wanted.push_back({{t, t + duration}, at, asset});
                    } else {
                        day_.told[{"asset-expired", at}] += 1;
                    }
                }
            }
        }
        keepFixed(std::move(wanted));
    }

    /// The higher class stays, then the earlier, then the first id.
    void keepFixed(std::vector<Fixed> wanted) {
        auto const rank = [&](Fixed const& f) {
            auto const& campaign = programme_.campaigns[f.campaign];
            return std::tuple(campaign.priority, f.span.begin, campaign.id,
                              programme_.assets[f.asset].id);
        };
        std::sort(wanted.begin(), wanted.end(),
                  [&](auto const& a, auto const& b) { return rank(a) < rank(b); });
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            auto const& next = wanted[i];
            if (i > 0 && rank(wanted[i - 1]) == rank(next)) {
                continue;  // the same event, written twice
            }
            bool const meets =
                std::any_of(day_.fixed.begin(), day_.fixed.end(), [&](Fixed const& other) {
                    return other.span.begin < next.span.end && next.span.begin < other.span.end;
                });
            if (meets) {
                day_.told[{"fixed-conflict", next.campaign}] += 1;
            } else {
                day_.fixed.push_back(next);
                day_.taken.push_back(next.span);
            }
        }
        std::sort(day_.fixed.begin(), day_.fixed.end(),
                  [](auto const& a, auto const& b) { return a.span.begin < b.span.begin; });
        day_.taken = joined(std::move(day_.taken));
    }

    void addPart(std::size_t at, bool ofDayBefore) {
        auto const& campaign = programme_.campaigns[at];
        auto const date = plus(day_.date, ofDayBefore ? -1 : 0);
        if (!isOn(programme_, campaign, date)) {
            return;
        }
        auto pacing = campaign.pacing;
        for (auto const& key : campaign.keyDates) {
            pacing = key.day == date ? key.pacing : pacing;
        }
        Part part;
        part.campaign = at;
        part.ofDayBefore = ofDayBefore;
        part.takesWhatIsLeft = !pacing && campaign.priority == CampaignClass::filler;
        if (!pacing && !part.takesWhatIsLeft) {
            return;
        }
        part.windows =
            common(without(dayparts(campaign, date), dayparts(campaign, plus(date, 1))), around_);
        part.here = common(part.windows, {{day_.begin, day_.end}});
        chooseItems(part, date);
        if (pacing) {
            count(part, *pacing);
        }
        bool const rotates = campaign.order != Order::sequence && campaign.turn == Turn::item;
        part.turn = rotates ? daysFrom(campaign.from, date) : 0;
        if (!part.items.empty() && !part.here.empty()) {
            day_.parts.push_back(std::move(part));
        }
    }

    void chooseItems(Part& part, LocalDay date) const {
        auto const& campaign = programme_.campaigns[part.campaign];
        auto const longest = longestOf(part.windows);
        for (std::size_t i = 0; i < campaign.items.size(); ++i) {
            auto const asset = assetOf(campaign.items[i]);
            if (isUsable(programme_.assets[asset], date) &&
                (part.windows.empty() || programme_.assets[asset].duration.count() <= longest)) {
                part.items.push_back(asset);
                part.weights.push_back(campaign.weights.empty() ? 1 : campaign.weights[i]);
            }
        }
        if (campaign.turn == Turn::list) {
            auto const divisor =
                std::accumulate(part.weights.begin(), part.weights.end(), std::int64_t{0},
                                [](std::int64_t a, std::int64_t b) { return std::gcd(a, b); });
            auto const sum =
                std::accumulate(part.weights.begin(), part.weights.end(), std::int64_t{0});
            part.list = divisor == 0 ? 1 : sum / divisor;
        }
    }

    void count(Part& part, Pacing const& pacing) {
        auto const& campaign = programme_.campaigns[part.campaign];
        auto const eligible = lengthOf(part.windows);
        bool const daily = pacing.unit == Pacing::Unit::playsPerDay;
        if (part.items.empty()) {
            return;
        }
        if (eligible == 0) {
            auto const wanted = std::max(daily ? pacing.amount : 0, pacing.leastPerDay);
            if (!part.ofDayBefore && pacing.amount + pacing.leastPerDay > 0) {
                day_.told[{"no-window", part.campaign}] += wanted;
            }
            return;
        }
        std::int64_t airtime = 0, weights = 0;
        for (std::size_t i = 0; i < part.items.size(); ++i) {
            airtime += programme_.assets[part.items[i]].duration.count() * part.weights[i];
            weights += part.weights[i];
        }
        std::int64_t plays = pacing.amount;
        if (pacing.unit == Pacing::Unit::playsPerHour) {
            plays = pacing.amount * eligible / kHour;
        } else if (pacing.unit == Pacing::Unit::share) {
            plays = pacing.amount * eligible / 1'000'000 * weights / airtime;
        }
        plays = std::max(plays, pacing.leastPerDay);
        auto most = plays;
        if (campaign.mostPerHour > 0) {
            most = campaign.mostPerHour / part.list * part.list * hoursIn(part.windows);
            if (plays > most && !part.ofDayBefore) {
                day_.told[{"max-per-hour", part.campaign}] += plays - most;
            }
            plays = std::min(plays, most);
        }
        part.whole = plays;
        auto const midnight = part.ofDayBefore ? day_.begin : day_.end;
        auto const before = lengthBefore(part.windows, midnight);
        auto head = before == eligible ? plays : plays * before / eligible / part.list * part.list;
        if (campaign.mostPerHour > 0 && before > 0 && before < eligible) {
            auto const hourly = campaign.mostPerHour / part.list * part.list;
            auto const evening = common(part.windows, {{part.windows.front().begin, midnight}});
            auto const night = without(part.windows, evening);
            while (plays - head > hourly * hoursIn(night) && head + part.list <= plays) {
                head += part.list;
            }
            head = std::min(head, hourly * hoursIn(evening));
        }
        part.first = part.ofDayBefore ? head : 0;
        part.plays = part.ofDayBefore ? plays - head : head;
        if (part.here.empty()) {
            part.plays = 0;
        }
        for (auto const& debt : programme_.debts) {
            if (debt.campaign == campaign.id && !part.ofDayBefore && !part.here.empty()) {
                auto const repaid = std::min(debt.plays, debt.mostPerDay.value_or(plays));
                day_.repaid[part.campaign] =
                    campaign.mostPerHour > 0 ? std::min(repaid, most - plays) : repaid;
            }
        }
    }

    /// How many hours of the clock have some of the time in them.
    [[nodiscard]] std::int64_t hoursIn(Spans const& spans) const {
        std::int64_t out = 0;
        for (std::size_t i = 0; i + 1 < day_.hours.size(); ++i) {
            out += common(spans, {{day_.hours[i], day_.hours[i + 1]}}).empty() ? 0 : 1;
        }
        return out;
    }

    Programme const& programme_;
    Clock clock_;
    Spans around_;  ///< opening hours of the day and its neighbours
    Day day_;
};

}  // namespace

Spans joined(Spans spans) {
    std::erase_if(spans, [](Span const& span) { return span.begin >= span.end; });
    std::sort(spans.begin(), spans.end(),
              [](Span const& a, Span const& b) { return a.begin < b.begin; });
    Spans out;
    for (auto const& span : spans) {
        if (!out.empty() && span.begin <= out.back().end) {
            out.back().end = std::max(out.back().end, span.end);
        } else {
            out.push_back(span);
        }
    }
    return out;
}

Spans common(Spans const& a, Spans const& b) {
    Spans out;
    for (auto const& x : a) {
        for (auto const& y : b) {
            out.push_back({std::max(x.begin, y.begin), std::min(x.end, y.end)});
        }
    }
    return joined(std::move(out));
}

Spans without(Spans const& from, Spans const& taken) {
    Spans out;
    for (auto const& span : from) {
        auto at = span.begin;
        for (auto const& hole : taken) {
            if (hole.end > at && hole.begin < span.end) {
                out.push_back({at, hole.begin});
                at = std::max(at, hole.end);
            }
        }
        out.push_back({at, span.end});
    }
    return joined(std::move(out));
}

std::int64_t lengthOf(Spans const& spans) {
    return lengthBefore(spans, std::numeric_limits<std::int64_t>::max());
}

std::int64_t lengthBefore(Spans const& spans, std::int64_t t) {
    std::int64_t out = 0;
    for (auto const& span : spans) {
        out += std::max<std::int64_t>(0, std::min(span.end, t) - span.begin);
    }
    return out;
}

bool contains(Spans const& spans, Span const& span) {
    return std::any_of(spans.begin(), spans.end(), [&](Span const& around) {
        return around.begin <= span.begin && span.end <= around.end;
    });
}

std::int64_t longestOf(Spans const& spans) {
    std::int64_t out = 0;
    for (auto const& span : spans) {
        out = std::max(out, span.length());
    }
    return out;
}

Day dayOf(Programme const& programme, LocalDay date) {
    return Reckoner(programme, date).all();
}

std::int64_t hourOf(Day const& day, std::int64_t t) {
    return std::upper_bound(day.hours.begin(), day.hours.end(), t) - day.hours.begin();
}

}  // namespace tocsin::playlists::expected
