// SPDX-License-Identifier: Apache-2.0
#include "earlier_plays.hpp"

#include <algorithm>
#include <iterator>

namespace tocsin::playlists::detail {
namespace {

bool isFixed(Programme const& programme, Day const& day, PastPlay const& play) {
    auto const is = [&](FixedEvent const& event) {
        return event.campaign == play.campaign && event.asset == play.asset &&
               (std::find(event.at.begin(), event.at.end(), play.start) != event.at.end() ||
                (event.hourly &&
                 std::binary_search(day.hours.begin(), day.hours.end(), toMillis(play.start))));
    };
    return std::any_of(programme.fixed.begin(), programme.fixed.end(), is);
}

}  // namespace

EarlierPlays::EarlierPlays(Programme const& programme, Day const& day, std::int64_t dayBegin)
    : day_(day), starts_(programme.campaigns.size()) {
    for (auto const& play : programme.previous) {
        auto const t = toMillis(play.start);
        if (t < dayBegin || t >= day.begin || isFixed(programme, day, play)) {
            continue;
        }
        auto const found =
            std::lower_bound(programme.campaigns.begin(), programme.campaigns.end(), play.campaign,
                             [](auto const& c, auto const& key) { return c.id < key; });
        if (found != programme.campaigns.end() && found->id == play.campaign) {
            starts_[static_cast<std::size_t>(found - programme.campaigns.begin())].push_back(t);
        }
    }
}

std::int64_t EarlierPlays::countIn(std::uint32_t campaign, Intervals const& windows) const {
    auto const isIn = [&](std::int64_t t) {
        auto const window = atOrAfter(windows, t);
        return window != windows.end() && window->begin <= t;
    };
    return std::count_if(starts_[campaign].begin(), starts_[campaign].end(), isIn);
}

std::vector<std::int64_t> EarlierPlays::startsInHour(std::uint32_t campaign) const {
    auto const hour = *(std::upper_bound(day_.hours.begin(), day_.hours.end(), day_.begin) - 1);
    std::vector<std::int64_t> out;
    std::copy_if(starts_[campaign].begin(), starts_[campaign].end(), std::back_inserter(out),
                 [hour](std::int64_t start) { return start >= hour; });
    return out;
}

}  // namespace tocsin::playlists::detail
