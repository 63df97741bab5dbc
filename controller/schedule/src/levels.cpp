// SPDX-License-Identifier: Apache-2.0
#include "levels.hpp"

#include <algorithm>
#include <set>

#include "tocsin/playlists/compiler.hpp"

namespace tocsin::schedule {
namespace {

using playlists::LocalDay;
using playlists::Window;

/// A row holds for at most a week until it comes again.
constexpr std::chrono::days kLookBack{8};

LocalDay plusDays(LocalDay day, std::chrono::days days) {
    return std::chrono::sys_days(day) + days;
}

bool isOn(playlists::Weekdays days, LocalDay day) {
    return days.contains(std::chrono::weekday(std::chrono::sys_days(day)));
}

Result<Instant> at(std::string const& zone, LocalDay day, playlists::TimeOfDay time) {
    return playlists::instantOf(zone, playlists::LocalMoment{day, time});
}

struct Days {
    std::string const& zone;
    LocalDay first, last;
};

struct Step {
    Instant at;
    int percent = 100;
};

/// Ascending: local order is the order in time, and of rows which a gap of the clocks puts on one
/// instant the later stands last.
Result<std::vector<Step>> stepsOf(std::vector<TimedPercent> const& rows, Days const& days) {
    std::vector<Step> out;
    for (auto day = days.first; !rows.empty() && day <= days.last;
         day = plusDays(day, std::chrono::days(1))) {
        for (auto const& row : rows) {
            if (!isOn(row.days, day)) {
                continue;
            }
            auto const instant = at(days.zone, day, row.from);
            if (!instant) {
                return instant.error();
            }
            out.push_back({*instant, row.percent});
        }
    }
    return out;
}

int percentAt(std::vector<Step> const& steps, Instant t) {
    auto const next = std::upper_bound(steps.begin(), steps.end(), t,
                                       [](Instant x, Step const& step) { return x < step.at; });
    return next == steps.begin() ? 100 : std::prev(next)->percent;
}

Result<> addWindows(std::vector<Window>& out, playlists::Opening const& hours, Days const& days) {
    for (auto day = days.first; day <= days.last; day = plusDays(day, std::chrono::days(1))) {
        if (!isOn(hours.days, day)) {
            continue;
        }
        bool const overMidnight = hours.hours.to <= hours.hours.from;
        auto const begin = at(days.zone, day, hours.hours.from);
        auto const end =
            at(days.zone, overMidnight ? plusDays(day, std::chrono::days(1)) : day, hours.hours.to);
        if (!begin || !end) {
            return begin ? end.error() : begin.error();
        }
        if (*begin < *end) {  // else a gap of the clocks took all of it
            out.push_back({*begin, *end});
        }
    }
    return {};
}

bool covers(std::vector<Window> const& windows, Instant t) {
    return std::any_of(windows.begin(), windows.end(),
                       [t](auto const& window) { return window.begin <= t && t < window.end; });
}

bool sameButTime(messages::Level const& a, messages::Level const& b) {
    return a.brightness == b.brightness && a.volume == b.volume && a.powered == b.powered;
}

/// All that decides a level, as instants.
struct Course {
    std::vector<Step> brightness, volume;
    std::vector<Window> quiet, powered;
    bool alwaysPowered = true;

    [[nodiscard]] messages::Level at(Instant t) const {
        return {t, percentAt(brightness, t), covers(quiet, t) ? 0 : percentAt(volume, t),
                alwaysPowered || covers(powered, t)};
    }
    [[nodiscard]] std::set<Instant> changes() const {
        std::set<Instant> out;
        for (auto const* steps : {&brightness, &volume}) {
            for (auto const& step : *steps) {
                out.insert(step.at);
            }
        }
        for (auto const* windows : {&quiet, &powered}) {
            for (auto const& window : *windows) {
                out.insert({window.begin, window.end});
            }
        }
        return out;
    }
};

Result<Course> courseOf(ScreenSettings const& settings, Days const& days) {
    Course out;
    auto brightness = stepsOf(settings.brightness, days);
    auto volume = stepsOf(settings.volume, days);
    if (!brightness || !volume) {
        return brightness ? volume.error() : brightness.error();
    }
    out.brightness = std::move(*brightness);
    out.volume = std::move(*volume);
    for (auto const& zone : settings.quiet) {
        if (auto const added = addWindows(out.quiet, zone.hours, days); !added) {
            return added.error();
        }
    }
    out.alwaysPowered = settings.powered.empty();
    for (auto const& hours : settings.powered) {
        if (auto const added = addWindows(out.powered, hours, days); !added) {
            return added.error();
        }
    }
    return out;
}

}  // namespace

Result<std::vector<messages::Level>> levelsOf(ScreenSettings const& settings,
                                              std::string const& zone, Instant begin, Instant end) {
    auto const first = playlists::localDayOf(zone, begin);
    auto const last = playlists::localDayOf(zone, end);
    if (!first || !last) {
        return first ? last.error() : first.error();
    }
    auto const course = courseOf(settings, {zone, plusDays(*first, -kLookBack), *last});
    if (!course) {
        return course.error();
    }
    auto changes = course->changes();
    changes.insert(begin);
    std::vector<messages::Level> out;
    messages::Level before{begin};
    for (auto change = changes.lower_bound(begin);
         change != changes.end() && *change < end && out.size() < kMostLevels; ++change) {
        auto const level = course->at(*change);
        if (!sameButTime(level, before)) {
            out.push_back(level);
            before = level;
        }
    }
    return out;
}

std::vector<messages::Level> aheadOf(std::vector<messages::Level> levels, Instant now) {
    auto const next = std::upper_bound(levels.begin(), levels.end(), now,
                                       [](Instant t, auto const& level) { return t < level.from; });
    messages::Level current{now};
    if (next != levels.begin()) {
        current = *std::prev(next);
        current.from = now;
    }
    levels.erase(levels.begin(), next);
    levels.insert(levels.begin(), current);
    return levels;
}

}  // namespace tocsin::schedule
