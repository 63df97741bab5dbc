// SPDX-License-Identifier: Apache-2.0
#include "play_segments.hpp"

#include <algorithm>
#include <set>

#include "opening_hours.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::reports {
namespace {

using playlists::LocalDay;

struct NamedHours {
    std::string name;
    Intervals hours;
    [[nodiscard]] bool cover(Instant t) const {
        return std::any_of(hours.begin(), hours.end(),
                           [t](auto const& one) { return one.begin <= t && t < one.end; });
    }
};

/// Where the local days of the interval begin.
Result<std::set<Instant>> beginsOfDays(std::string const& zone, Interval const& interval) {
    std::set<Instant> out;
    for (auto t = interval.begin; t < interval.end;) {
        auto const day = playlists::localDayOf(zone, t);
        auto const bounds = day ? playlists::dayBounds(zone, *day) : day.error();
        if (!bounds) {
            return bounds.error();
        }
        out.insert(std::max(bounds->begin, interval.begin));
        t = bounds->end;
    }
    return out;
}

Result<std::vector<NamedHours>> namedHours(std::string const& zone, Interval const& interval,
                                           Dayparts const& dayparts) {
    std::vector<NamedHours> out;
    for (auto const& [name, hours] : dayparts) {
        auto found = openingHours({{playlists::Weekdays{}, hours}}, zone, interval);
        if (!found) {
            return found.error();
        }
        out.push_back({name, std::move(*found)});
    }
    return out;
}

}  // namespace

Result<std::vector<Segment>> segmentsOf(ReportRequest const& request, std::string const& zone,
                                        Dayparts const& dayparts) {
    auto const interval = request.intervalIn(zone);
    if (!interval) {
        return interval.error();
    }
    bool const byDay = request.groupsBy(By::day);
    auto cuts =
        byDay ? beginsOfDays(zone, *interval) : Result<std::set<Instant>>({interval->begin});
    auto const named =
        namedHours(zone, *interval, request.groupsBy(By::daypart) ? dayparts : Dayparts{});
    if (!cuts || !named) {
        return cuts ? named.error() : cuts.error();
    }
    for (auto const& part : *named) {
        for (auto const& hours : part.hours) {
            cuts->insert({hours.begin, hours.end});
        }
    }
    cuts->erase(cuts->lower_bound(interval->end), cuts->end());
    std::vector<Segment> out;
    for (auto at = cuts->begin(); at != cuts->end(); ++at) {
        auto const next = std::next(at);
        Segment segment{{*at, next == cuts->end() ? interval->end : *next}, {}, {}};
        if (byDay) {
            auto const day = playlists::localDayOf(zone, *at);
            segment.day = day ? playlists::toString(*day) : "";
        }
        for (auto const& part : *named) {
            if (part.cover(*at)) {
                segment.dayparts.push_back(part.name);
            }
        }
        out.push_back(std::move(segment));
    }
    return out;
}

Segment const* segmentAt(std::vector<Segment> const& segments, Instant t) {
    auto const after =
        std::upper_bound(segments.begin(), segments.end(), t,
                         [](Instant x, Segment const& one) { return x < one.when.end; });
    return after == segments.end() || t < after->when.begin ? nullptr : &*after;
}

}  // namespace tocsin::reports
