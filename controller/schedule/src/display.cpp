// SPDX-License-Identifier: Apache-2.0
#include "display.hpp"

#include "levels.hpp"

namespace tocsin::schedule {
namespace {

using store::SettingsScope;

/// The file of one scope, or what there is without one.
Result<ScreenSettings> readOf(Situation const& situation, SettingsScope scope,
                              std::string const& name) {
    auto const found = situation.settings.find({scope, name});
    if (found == situation.settings.end()) {
        return ScreenSettings{};
    }
    auto settings = readSettingsFile(found->second, name, scope, name);
    if (!settings) {
        return Error{Errc::damaged,
                     "the settings of " + std::string(store::toString(scope)) + " " + name +
                         " cannot be read; apply their file again: " + settings.error().message};
    }
    return settings;
}

}  // namespace

Result<ScreenSettings> settingsOf(store::Screen const& screen, Situation const& situation) {
    auto out = readOf(situation, SettingsScope::screen, screen.id.str());
    if (!out) {
        return out;
    }
    auto const addQuiet = [&](SettingsScope scope, std::string const& name) -> Result<> {
        auto group = readOf(situation, scope, name);
        if (!group) {
            return group.error();
        }
        out->quiet.insert(out->quiet.end(), group->quiet.begin(), group->quiet.end());
        return {};
    };
    for (auto const& tag : screen.tags) {
        if (auto const added = addQuiet(SettingsScope::tag, tag); !added) {
            return added.error();
        }
    }
    if (auto const added = addQuiet(SettingsScope::unit, screen.unit); !added) {
        return added.error();
    }
    return out;
}

Result<messages::Display> displayOf(store::Screen const& screen, Situation const& situation,
                                    Instant now, Instant end) {
    auto const settings = settingsOf(screen, situation);
    auto const today = playlists::localDayOf(screen.zone, now);
    if (!settings || !today) {
        return settings ? today.error() : settings.error();
    }
    auto const bounds = playlists::dayBounds(screen.zone, *today);
    if (!bounds) {
        return bounds.error();
    }
    auto levels = levelsOf(*settings, screen.zone, bounds->begin, end);
    if (!levels) {
        return levels.error();
    }
    return messages::Display{settings->crossFade, settings->gammaPercent, settings->white,
                             std::move(*levels)};
}

}  // namespace tocsin::schedule
