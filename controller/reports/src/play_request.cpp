// SPDX-License-Identifier: Apache-2.0
// Reading what a play report is asked for.
#include "play_request.hpp"

#include <algorithm>
#include <optional>

#include "tocsin/playlists/words.hpp"

namespace tocsin::reports {
namespace {

using std::chrono::days;
using std::chrono::hours;

constexpr days kLongest{400};
constexpr days kLongestByHour{31};
constexpr days kLongestInexact{31};

constexpr By kAll[] = {By::screen, By::campaign, By::asset, By::unit, By::hour};

Result<std::vector<By>> readBy(std::string const& text) {
    std::vector<By> out;
    for (std::size_t at = 0; at <= text.size();) {
        auto const end = std::min(text.find(',', at), text.size());
        auto const word = text.substr(at, end - at);
        auto const* const found = std::find_if(std::begin(kAll), std::end(kAll),
                                               [&](By by) { return toString(by) == word; });
        if (found == std::end(kAll)) {
            return Error{Errc::invalid, "by: \"" + word +
                                            "\" is unknown; screen, campaign, asset, unit and hour "
                                            "are allowed, separated by commas"};
        }
        if (std::find(out.begin(), out.end(), *found) == out.end()) {
            out.push_back(*found);
        }
        at = end + 1;
    }
    return out;
}

Result<std::string> required(std::map<std::string, std::string> const& query,
                             std::string const& key) {
    auto const found = query.find(key);
    if (found == query.end() || found->second.empty()) {
        return Error{Errc::invalid, key +
                                        ": missing; give a date like 2026-06-01 or an instant like "
                                        "2026-06-01T08:00:00+08:00"};
    }
    return found->second;
}

Result<> readDates(PlayRequest& request, std::string const& from, std::string const& to) {
    auto const first = playlists::parseDate(from);
    auto const last = playlists::parseDate(to);
    if (!first || !last) {
        return Error{Errc::invalid,
                     first ? "to: " + last.error().message : "from: " + first.error().message};
    }
    if (*last < *first) {
        return Error{Errc::invalid, "to: " + to + " is before from " + from};
    }
    request.byDates = true;
    request.firstDay = *first;
    request.lastDay = *last;
    return {};
}

Result<> readInstants(PlayRequest& request, std::string const& from, std::string const& to) {
    auto const begin = parseInstant(from);
    auto const end = parseInstant(to);
    if (!begin || !end) {
        return Error{Errc::invalid,
                     begin ? "to: " + end.error().message : "from: " + begin.error().message};
    }
    if (*end <= *begin) {
        return Error{Errc::invalid, "to: " + to + " is not after from " + from};
    }
    request.instants = {*begin, *end};
    return {};
}

bool isWholeHour(Instant t) {
    return std::chrono::floor<hours>(t) == t;
}

Result<> checkLength(PlayRequest const& request) {
    auto const length =
        request.byDates ? std::chrono::sys_days(request.lastDay) -
                              std::chrono::sys_days(request.firstDay) + days(1)
                        : std::chrono::ceil<days>(request.instants.end - request.instants.begin);
    auto limit = kLongest;
    std::string why;
    if (request.groupsBy(By::hour)) {
        limit = kLongestByHour;
        why = " grouped by hour";
    } else if (!request.byDates &&
               !(isWholeHour(request.instants.begin) && isWholeHour(request.instants.end))) {
        limit = kLongestInexact;
        why = " that does not begin and end on whole hours";
    }
    if (length > limit) {
        return Error{Errc::invalid, "to: a report" + why + " covers at most " +
                                        std::to_string(limit.count()) + " days, not " +
                                        std::to_string(length.count()) + "; ask for less at once"};
    }
    return {};
}

}  // namespace

std::string_view toString(By by) {
    switch (by) {
        case By::screen:
            return "screen";
        case By::campaign:
            return "campaign";
        case By::asset:
            return "asset";
        case By::unit:
            return "unit";
        case By::hour:
            return "hour";
    }
    return "";
}

bool PlayRequest::groupsBy(By what) const {
    return std::find(by.begin(), by.end(), what) != by.end();
}

Result<Interval> PlayRequest::intervalIn(std::string const& zone) const {
    if (!byDates) {
        return instants;
    }
    auto const first = playlists::dayBounds(zone, firstDay);
    auto const last = playlists::dayBounds(zone, lastDay);
    if (!first || !last) {
        return first ? last.error() : first.error();
    }
    return Interval{first->begin, last->end};
}

std::string PlayRequest::fromText() const {
    return byDates ? playlists::toString(firstDay) : formatInstant(instants.begin);
}

std::string PlayRequest::toText() const {
    return byDates ? playlists::toString(lastDay) : formatInstant(instants.end);
}

Result<PlayRequest> readPlayRequest(std::map<std::string, std::string> const& query) {
    PlayRequest request;
    auto const from = required(query, "from");
    auto const to = required(query, "to");
    if (!from || !to) {
        return from ? to.error() : from.error();
    }
    constexpr std::size_t kDateLength = 10;
    auto const dates = from->size() == kDateLength;
    if (dates != (to->size() == kDateLength)) {
        return Error{Errc::invalid, "to: give two dates or two instants, not one of each"};
    }
    auto const interval =
        dates ? readDates(request, *from, *to) : readInstants(request, *from, *to);
    if (!interval) {
        return interval.error();
    }
    auto const given = query.find("by");
    auto by = readBy(given == query.end() ? "screen,asset" : given->second);
    if (!by) {
        return by.error();
    }
    request.by = std::move(*by);
    if (auto const format = query.find("format"); format != query.end()) {
        if (format->second != "json" && format->second != "csv") {
            return Error{Errc::invalid,
                         "format: \"" + format->second + "\" is unknown; json and csv are allowed"};
        }
        request.csv = format->second == "csv";
    }
    if (auto const checked = checkLength(request); !checked) {
        return checked.error();
    }
    return request;
}

}  // namespace tocsin::reports
