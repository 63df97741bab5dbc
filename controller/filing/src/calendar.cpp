// SPDX-License-Identifier: Apache-2.0
#include "tocsin/filing/calendar.hpp"

#include <algorithm>

#include "tocsin/playlists/compiler.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::filing {
namespace {

using playlists::LocalDay;
using std::chrono::days;
using std::chrono::sys_days;

constexpr int kWeek = 7;
constexpr int kLongestDays = 400;  // of an activity: weeks are listed one by one

struct Rules {
    LocalDay first{}, last{};
    playlists::TimeOfDay time{};
};

Error in(char const* key, Error const& error) {
    return {error.code, std::string(key) + ": " + error.message};
}

Result<Rules> rulesOf(store::Activity const& activity) {
    auto const first = playlists::parseDate(activity.firstDay);
    auto const last = playlists::parseDate(activity.lastDay);
    auto const time = playlists::parseTimeOfDay(activity.filing.time);
    if (!first || !last || !time) {
        return !first  ? in("first_day", first.error())
               : !last ? in("last_day", last.error())
                       : in("filing.time", time.error());
    }
    if (*last < *first || sys_days(*last) - sys_days(*first) > days(kLongestDays)) {
        return Error{Errc::invalid, "last_day: " + activity.lastDay + " is not within " +
                                        std::to_string(kLongestDays) + " days of first_day"};
    }
    if (activity.filing.weekday < 1 || activity.filing.weekday > kWeek) {
        return Error{Errc::invalid, "filing.weekday: " + std::to_string(activity.filing.weekday) +
                                        " is none; 1 is Monday, 7 Sunday"};
    }
    return Rules{*first, *last, *time};
}

sys_days mondayOf(sys_days day) {
    return day - (std::chrono::weekday(day) - std::chrono::Monday);
}

/// "7月1日前": as the day ends if it is included, as it begins if not.
Result<Instant> dueOn(store::Activity const& activity, std::string const& text) {
    auto const day = playlists::parseDate(text);
    if (!day) {
        return day.error();
    }
    auto const bounds = playlists::dayBounds(activity.zone, *day);
    if (!bounds) {
        return bounds.error();
    }
    return activity.filing.dayIncluded ? bounds->end : bounds->begin;
}

/// The filing day of the week after the one that begins on `monday`.
sys_days filedOn(store::Activity const& activity, sys_days monday) {
    return monday + days(kWeek + activity.filing.weekday - 1);
}

Result<std::vector<Period>> weeksOf(store::Activity const& activity, Rules const& rules) {
    std::vector<Period> out;
    auto const first = mondayOf(sys_days(rules.first));
    auto monday = first - days(kWeek);
    if (filedOn(activity, monday) < sys_days(rules.first)) {
        monday = first;
    }
    for (; monday + days(kWeek - 1) <= sys_days(rules.last); monday += days(kWeek)) {
        auto const issue = static_cast<int>((monday - first).count() / kWeek) + 1;
        auto const filed = LocalDay(filedOn(activity, monday));
        auto const due =
            playlists::instantOf(activity.zone, playlists::LocalMoment{filed, rules.time});
        if (!due) {
            return due.error();
        }
        out.push_back(Period{store::FilingKind::week, issue, LocalDay(monday),
                             LocalDay(monday + days(kWeek - 1)),
                             issue > 0 ? std::optional(*due) : std::nullopt});
    }
    return out;
}

}  // namespace

Result<std::vector<Period>> periodsOf(store::Activity const& activity) {
    auto const rules = rulesOf(activity);
    if (!rules) {
        return rules.error();
    }
    std::vector<Period> out;
    if (!activity.filing.planDue.empty()) {
        auto const due = dueOn(activity, activity.filing.planDue);
        if (!due) {
            return in("filing.plan_due", due.error());
        }
        out.push_back(Period{store::FilingKind::plan, 0, rules->first, rules->last, *due});
    }
    if (activity.filing.weekly) {
        auto const weeks = weeksOf(activity, *rules);
        if (!weeks) {
            return weeks.error();
        }
        out.insert(out.end(), weeks->begin(), weeks->end());
    }
    if (!activity.filing.finalDue.empty()) {
        auto const due = dueOn(activity, activity.filing.finalDue);
        if (!due) {
            return in("filing.final_due", due.error());
        }
        out.push_back(Period{store::FilingKind::final, 0, rules->first, rules->last, *due});
    }
    return out;
}

Result<Period> weekOf(store::Activity const& activity, int issue) {
    auto const all = periodsOf(activity);
    if (!all) {
        return all.error();
    }
    auto const found = std::find_if(all->begin(), all->end(), [issue](Period const& one) {
        return one.kind == store::FilingKind::week && one.issue == issue;
    });
    if (found == all->end()) {
        return Error{Errc::notFound, "issue: activity \"" + activity.handle +
                                         "\" files no report of a week " + std::to_string(issue)};
    }
    return *found;
}

Result<Period> lastWeek(store::Activity const& activity, Instant now) {
    auto const today = playlists::localDayOf(activity.zone, now);
    auto const all = periodsOf(activity);
    if (!today || !all) {
        return today ? all.error() : today.error();
    }
    Result<Period> out =
        Error{Errc::notFound, "activity \"" + activity.handle +
                                  "\" has no week that is over; the days "
                                  "of its tail are in the final (tocsin filing due)"};
    for (auto const& one : *all) {
        if (one.kind == store::FilingKind::week && one.issue > 0 && one.last < *today) {
            out = one;
        }
    }
    return out;
}

Result<std::vector<DayRun>> daysOutsideWeeks(store::Activity const& activity) {
    auto const rules = rulesOf(activity);
    auto const all = periodsOf(activity);
    if (!rules || !all) {
        return rules ? all.error() : rules.error();
    }
    auto const isInWeek = [&](LocalDay day) {
        return std::any_of(all->begin(), all->end(), [&](Period const& one) {
            return one.kind == store::FilingKind::week && one.first <= day && day <= one.last;
        });
    };
    std::vector<DayRun> out;
    bool goesOn = false;
    for (auto day = sys_days(rules->first); day <= sys_days(rules->last); day += days(1)) {
        LocalDay const local(day);
        if (isInWeek(local)) {
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

Result<bool> isUnderWay(store::Activity const& activity, Instant at) {
    auto const rules = rulesOf(activity);
    if (!rules) {
        return rules.error();
    }
    auto const bounds = playlists::dayBounds(activity.zone, rules->last);
    if (!bounds) {
        return bounds.error();
    }
    return at < bounds->end;
}

}  // namespace tocsin::filing
