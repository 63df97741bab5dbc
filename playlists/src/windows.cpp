// SPDX-License-Identifier: Apache-2.0
#include "windows.hpp"

#include <algorithm>

namespace tocsin::playlists::detail {
namespace {

constexpr std::int64_t kHourMs = 3'600'000;

void addWindow(Intervals& out, Zone const& zone, LocalDay day, Daypart const& part) {
    LocalDay const last = part.to <= part.from ? plusDays(day, 1) : day;
    out.push_back({toMillis(zone.at(day, part.from)), toMillis(zone.at(last, part.to))});
}

}  // namespace

Intervals daypartsOf(ProgrammeCampaign const& campaign, Zone const& zone, LocalDay day) {
    Intervals out;
    if (campaign.dayparts.empty()) {
        addWindow(out, zone, day, {TimeOfDay{0}, std::chrono::hours{24}});
    }
    for (auto const& part : campaign.dayparts) {
        addWindow(out, zone, day, part);
    }
    return normalised(std::move(out));
}

Intervals overlapOf(ProgrammeCampaign const& campaign, Zone const& zone, LocalDay day,
                    bool onNextDay) {
    Intervals covered;
    Intervals twice;
    auto const cover = [&](LocalDay date, Daypart const& part) {
        Intervals own;
        addWindow(own, zone, date, part);
        own = normalised(std::move(own));
        for (auto const& both : intersection(covered, own)) {
            twice.push_back(both);
        }
        covered.insert(covered.end(), own.begin(), own.end());
        covered = normalised(std::move(covered));
    };
    for (auto const& part : campaign.dayparts) {
        cover(day, part);
    }
    if (onNextDay) {
        twice = normalised(std::move(twice));
        covered = daypartsOf(campaign, zone, day);
        auto const next = intersection(covered, daypartsOf(campaign, zone, plusDays(day, 1)));
        twice.insert(twice.end(), next.begin(), next.end());
    }
    return normalised(std::move(twice));
}

Intervals openAround(Programme const& programme, Zone const& zone, LocalDay day) {
    Intervals open;
    for (int back = -1; back <= 2; ++back) {
        LocalDay const d = plusDays(day, back);
        if (programme.screen.opening.empty()) {
            addWindow(open, zone, d, {TimeOfDay{0}, std::chrono::hours{24}});
        }
        for (auto const& rule : programme.screen.opening) {
            if (rule.days.contains(weekdayOf(d))) {
                addWindow(open, zone, d, rule.hours);
            }
        }
    }
    return normalised(std::move(open));
}

std::vector<std::int64_t> clockHours(Zone const& zone, LocalDay first, LocalDay last) {
    std::vector<std::int64_t> out;
    for (auto day = first; day <= plusDays(last, 1); day = plusDays(day, 1)) {
        int const hours = day == plusDays(last, 1) ? 1 : 24;
        for (int hour = 0; hour < hours; ++hour) {
            auto const t = toMillis(zone.at(day, std::chrono::hours{hour}));
            // Where the clocks went back there are whole hours between.
            while (!out.empty() && t - out.back() >= 2 * kHourMs) {
                out.push_back(out.back() + kHourMs);
            }
            if (out.empty() || t > out.back()) {
                out.push_back(t);
            }
        }
    }
    return out;
}

}  // namespace tocsin::playlists::detail
