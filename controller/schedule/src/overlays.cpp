// SPDX-License-Identifier: Apache-2.0
#include "overlays.hpp"

#include <algorithm>

namespace tocsin::schedule {
namespace {

using playlists::LocalDay;
using playlists::Window;
using Windows = std::vector<Window>;

LocalDay plusDays(LocalDay day, int days) {
    return std::chrono::sys_days(day) + std::chrono::days(days);
}

/// Whether nothing interrupts it between its first and its last day.
bool isOnThroughout(store::Screen const& screen, playlists::ProgrammeCampaign const& rules) {
    return screen.opening.empty() && rules.days == playlists::Weekdays{} &&
           rules.monthDays.empty() && rules.recurrence.empty() &&
           rules.dayKind == playlists::DayKind::any && rules.except.empty() &&
           rules.dayparts.empty();
}

Result<Window> wholeDays(std::string const& zone, LocalDay first, LocalDay last) {
    auto const begin = playlists::dayBounds(zone, first);
    auto const end = playlists::dayBounds(zone, last);
    if (!begin || !end) {
        return begin ? end.error() : begin.error();
    }
    return Window{begin->begin, end->end};
}

/// Ascending windows, those that touch each other joined.
Windows joined(Windows windows) {
    std::sort(windows.begin(), windows.end(),
              [](auto const& a, auto const& b) { return a.begin < b.begin; });
    Windows out;
    for (auto const& window : windows) {
        if (!out.empty() && window.begin <= out.back().end) {
            out.back().end = std::max(out.back().end, window.end);
        } else {
            out.push_back(window);
        }
    }
    return out;
}

Windows clipped(Windows windows, Window const& to) {
    for (auto& window : windows) {
        window = {std::max(window.begin, to.begin), std::min(window.end, to.end)};
    }
    std::erase_if(windows, [](auto const& window) { return window.begin >= window.end; });
    return windows;
}

/// The part of the compiler's input that says when the campaign is on.
playlists::Programme timesOf(store::Screen const& screen, RunningCampaign const& campaign,
                             Situation const& situation) {
    playlists::Programme out;
    out.screen = {ScreenId{}, screen.zone, screen.seed, screen.opening};
    out.calendar = situation.times.calendar;
    out.campaigns.push_back(campaign.file.rules);
    out.campaigns.back().id = campaign.file.id;
    return out;
}

/// The windows of days that can touch [begin, end), and of the days before for as long as they
/// lead up to the first of them without a pause.
Result<Windows> windowsByDay(playlists::Programme const& times, Instant begin, Instant end) {
    auto const& rules = times.campaigns.front();
    auto const from = playlists::localDayOf(times.screen.zone, begin);
    auto const to = playlists::localDayOf(times.screen.zone, end);
    if (!from || !to) {
        return from ? to.error() : from.error();
    }
    Windows out;
    auto const first = std::max<LocalDay>(rules.from, plusDays(*from, -1));
    for (auto day = first; day <= std::min(rules.to, *to); day = plusDays(day, 1)) {
        auto const windows = playlists::windowsOf(times, rules.id, day);
        if (!windows) {
            return windows.error();
        }
        out.insert(out.end(), windows->begin(), windows->end());
    }
    out = joined(std::move(out));
    for (auto day = plusDays(first, -1); !out.empty() && day >= rules.from;
         day = plusDays(day, -1)) {
        auto const windows = playlists::windowsOf(times, rules.id, day);
        if (!windows) {
            return windows.error();
        }
        if (windows->empty() || windows->back().end < out.front().begin) {
            break;
        }
        out.insert(out.end(), windows->begin(), windows->end());
        out = joined(std::move(out));
    }
    return out;
}

}  // namespace

Result<Windows> overlayWindows(store::Screen const& screen, RunningCampaign const& campaign,
                               Situation const& situation, Instant begin, Instant end) {
    auto const& rules = campaign.file.rules;
    Windows out;
    if (isOnThroughout(screen, rules)) {
        auto const whole = wholeDays(screen.zone, rules.from, rules.to);
        if (!whole) {
            return whole.error();
        }
        out.push_back(*whole);
    } else {
        auto windows = windowsByDay(timesOf(screen, campaign, situation), begin, end);
        if (!windows) {
            return windows;
        }
        out = std::move(*windows);
    }
    auto const asset = situation.assets.find(campaign.items.front());
    if (asset != situation.assets.end()) {
        auto const usable =
            wholeDays(screen.zone, asset->second.usableFrom.value_or(rules.from),
                      store::lastDay(asset->second).value_or(plusDays(rules.to, 1)));
        if (!usable) {
            return usable.error();
        }
        out = clipped(std::move(out), *usable);
    }
    std::erase_if(out,
                  [&](auto const& window) { return window.end <= begin || window.begin >= end; });
    return out;
}

OverlayRect overlayRect(store::Screen const& screen, RunningCampaign const& campaign,
                        Situation const& situation) {
    auto const found = situation.assets.find(campaign.items.front());
    std::optional<PixelSize> picture;
    if (found != situation.assets.end() && found->second.kind == playlists::AssetKind::picture) {
        picture = PixelSize{found->second.width, found->second.height};
    }
    return rectOf(campaign.file.overlay, {screen.width, screen.height}, picture);
}

std::vector<RunningCampaign const*> overlaysMeant(store::Screen const& screen,
                                                  Situation const& situation) {
    std::vector<RunningCampaign const*> out;
    for (auto const& campaign : situation.overlays) {
        if (!campaign.items.empty() && isMeant(campaign.file.targets, screen)) {
            out.push_back(&campaign);
        }
    }
    std::stable_sort(out.begin(), out.end(), [](auto const* a, auto const* b) {
        return a->file.overlay.layer < b->file.overlay.layer;
    });
    return out;
}

Result<std::vector<messages::Overlay>> overlaysOf(store::Screen const& screen,
                                                  Situation const& situation, Instant now,
                                                  Instant end) {
    std::vector<messages::Overlay> out;
    for (auto const* campaign : overlaysMeant(screen, situation)) {
        auto const windows = overlayWindows(screen, *campaign, situation, now, end);
        if (!windows) {
            return Error{windows.error().code,
                         "campaign " + campaign->file.id.str() + ": " + windows.error().message};
        }
        auto const rect = overlayRect(screen, *campaign, situation);
        for (auto const& window : *windows) {
            out.push_back({campaign->items.front(), window.begin, std::min(window.end, end), rect.x,
                           rect.y, rect.width, rect.height, campaign->file.overlay.opacity});
        }
    }
    if (out.size() > kMostOverlays) {
        std::vector<Instant> begins;
        std::transform(out.begin(), out.end(), std::back_inserter(begins),
                       [](auto const& overlay) { return overlay.from; });
        std::nth_element(begins.begin(), begins.begin() + kMostOverlays, begins.end());
        auto const first = begins[kMostOverlays];
        std::erase_if(out, [first](auto const& overlay) { return overlay.from >= first; });
    }
    return out;
}

}  // namespace tocsin::schedule
