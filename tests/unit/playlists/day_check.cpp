// SPDX-License-Identifier: Apache-2.0
// What holds for every compiled day, checked from the outside: by wall-clock arithmetic, not by the
// compiler's windows.
#include "day_check.hpp"

#include <date/tz.h>

#include <algorithm>

#include "tocsin/playlists/words.hpp"

namespace tocsin::playlists {
namespace {

using std::chrono::days;

struct Wall {
    LocalDay date;
    Milliseconds time{};
    bool twice =
        false;  ///< the clock shows this time twice; windows use the first, so it says little
};

Wall wallOf(date::time_zone const* zone, Instant t) {
    auto const local =
        t + zone->get_info(date::sys_time<Milliseconds>(t.time_since_epoch())).offset;
    auto const midnight = std::chrono::floor<days>(local);
    auto const info = zone->get_info(date::local_time<Milliseconds>(local.time_since_epoch()));
    return {LocalDay(midnight), local - midnight, info.result == date::local_info::ambiguous};
}

bool within(Daypart const& part, Milliseconds time, bool beganYesterday) {
    bool const crosses = part.to <= part.from;
    if (beganYesterday) {
        return crosses && time < part.to;
    }
    return time >= part.from && (crosses || time < part.to);
}

bool isOn(ProgrammeCampaign const& campaign, LocalDay date) {
    return campaign.from <= date && date <= campaign.to &&
           campaign.days.contains(std::chrono::weekday(std::chrono::sys_days(date)));
}

bool mayPlay(ProgrammeCampaign const& campaign, Wall const& wall) {
    LocalDay const yesterday(std::chrono::sys_days(wall.date) - days(1));
    if (campaign.dayparts.empty()) {
        return isOn(campaign, wall.date);
    }
    return std::any_of(campaign.dayparts.begin(), campaign.dayparts.end(),
                       [&](Daypart const& part) {
                           return (isOn(campaign, wall.date) && within(part, wall.time, false)) ||
                                  (isOn(campaign, yesterday) && within(part, wall.time, true));
                       });
}

bool isOpen(ScreenRules const& screen, Wall const& wall) {
    std::chrono::weekday const today{std::chrono::sys_days(wall.date)};
    return screen.opening.empty() ||
           std::any_of(screen.opening.begin(), screen.opening.end(), [&](Opening const& rule) {
               return (rule.days.contains(today) && within(rule.hours, wall.time, false)) ||
                      (rule.days.contains(today - days(1)) && within(rule.hours, wall.time, true));
           });
}

std::string faultOfPlay(Programme const& programme, date::time_zone const* zone, Slot const& slot) {
    auto const asset = std::find_if(programme.assets.begin(), programme.assets.end(),
                                    [&](auto const& a) { return a.id == slot.asset; });
    auto const campaign = std::find_if(programme.campaigns.begin(), programme.campaigns.end(),
                                       [&](auto const& c) { return c.id == slot.campaign; });
    if (asset == programme.assets.end() || campaign == programme.campaigns.end()) {
        return "names an unknown asset or campaign";
    }
    auto const& items = campaign->items;
    if (std::find(items.begin(), items.end(), slot.asset) == items.end()) {
        return "shows an asset that is not the campaign's";
    }
    auto const length = slot.end - slot.start;
    if (asset->kind == AssetKind::film && length != asset->duration) {
        return "cuts a film";
    }
    if (length < asset->least.value_or(asset->duration / 2) ||
        length > asset->most.value_or(asset->duration * 3)) {
        return "bends an item too far";
    }
    for (auto const t : {slot.start, slot.end - Milliseconds(1)}) {
        auto const wall = wallOf(zone, t);
        if (wall.twice) {
            continue;
        }
        if (!mayPlay(*campaign, wall)) {
            return "plays outside its campaign's time";
        }
        if (!isOpen(programme.screen, wall)) {
            return "plays while the screen is closed";
        }
    }
    return "";
}

}  // namespace

std::string faultOf(Programme const& programme, Timeline const& timeline) {
    auto const* zone = date::locate_zone(programme.screen.zone);
    if (timeline.entries.empty() || timeline.entries.front().start != timeline.begin) {
        return "does not begin at its begin";
    }
    AssetId previous;
    for (std::size_t i = 0; i < timeline.entries.size(); ++i) {
        auto const slot = slotOf(timeline, i);
        std::string fault;
        bool const relaxed = slot.reason.ends_with(",separation-relaxed");
        if (slot.start >= slot.end) {
            fault = "is empty or runs backwards";
        } else if (slot.dark) {
            auto const wall = wallOf(zone, slot.start);
            if (slot.reason == "closed" && !wall.twice && isOpen(programme.screen, wall)) {
                fault = "is closed while the screen is open";
            }
        } else if (relaxed != (slot.asset == previous)) {
            fault = "has a wrong mark of separation";
        } else {
            fault = faultOfPlay(programme, zone, slot);
        }
        if (!fault.empty()) {
            return "entry " + std::to_string(i) + " (" + slot.campaign.str() + ", " +
                   slot.asset.str() + ", " + std::string(slot.reason) + ", " +
                   formatInstant(slot.start) + " to " + formatInstant(slot.end) + ") " + fault;
        }
        previous = slot.asset;
    }
    return "";
}

}  // namespace tocsin::playlists
