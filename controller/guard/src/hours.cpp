// SPDX-License-Identifier: Apache-2.0
#include "tocsin/guard/mass_changes.hpp"
#include "tocsin/playlists/compiler.hpp"

namespace tocsin::guard {
namespace {

/// A zone that is not known has no day: then it is always night, and the lower limit holds.
bool isNight(GuardSettings const& settings, Instant now) {
    if (settings.nightFrom == settings.nightTo) {
        return false;
    }
    auto const day = playlists::localDayOf(settings.zone, now);
    auto const bounds =
        day ? playlists::dayBounds(settings.zone, *day) : Result<playlists::DayBounds>(day.error());
    if (!bounds) {
        return true;
    }
    auto const time = now - bounds->begin;
    bool const begun = time >= settings.nightFrom, over = time >= settings.nightTo;
    return settings.nightTo < settings.nightFrom ? begun || !over : begun && !over;
}

}  // namespace

int limitAt(GuardSettings const& settings, Instant now) {
    bool const lower = settings.screens > 0 && settings.nightScreens > 0 &&
                       settings.nightScreens < settings.screens && isNight(settings, now);
    return lower ? settings.nightScreens : settings.screens;
}

}  // namespace tocsin::guard
