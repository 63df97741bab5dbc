// SPDX-License-Identifier: Apache-2.0
#include "pacing.hpp"

#include <algorithm>

namespace tocsin::playlists::detail {
namespace {

constexpr std::int64_t kHourMs = 3'600'000;
constexpr std::int64_t kMillion = 1'000'000;

/// Eligible time is at most two days, a share at most one and a campaign's cycle at most 10,000
/// items, so nothing here comes near 2^63.
std::int64_t playsByRate(Pacing const& pacing, std::int64_t eligible, std::int64_t cycle,
                         std::int64_t items) {
    switch (pacing.unit) {
        case Pacing::Unit::playsPerDay:
            return pacing.amount;
        case Pacing::Unit::playsPerHour:
            return pacing.amount * eligible / kHourMs;
        case Pacing::Unit::share:
            return pacing.amount * eligible / kMillion * items / cycle;
    }
    return 0;
}

}  // namespace

std::optional<Pacing> pacingOn(ProgrammeCampaign const& campaign, LocalDay day) {
    auto const own = std::find_if(campaign.keyDates.begin(), campaign.keyDates.end(),
                                  [day](KeyDate const& key) { return key.day == day; });
    return own == campaign.keyDates.end() ? campaign.pacing : std::optional(own->pacing);
}

std::int64_t playsFor(Pacing const& pacing, std::int64_t eligible, std::int64_t cycle,
                      std::int64_t items) {
    if (eligible == 0) {
        return 0;
    }
    return std::max(playsByRate(pacing, eligible, cycle, items), pacing.leastPerDay);
}

std::int64_t playsUnderLimit(std::int64_t most, Intervals const& windows,
                             std::vector<std::int64_t> const& clockHours) {
    std::int64_t plays = 0;
    for (std::size_t i = 0; i + 1 < clockHours.size(); ++i) {
        auto const window = atOrAfter(windows, clockHours[i]);
        if (window != windows.end() && window->begin < clockHours[i + 1]) {
            plays += most;
        }
    }
    return plays;
}

}  // namespace tocsin::playlists::detail
