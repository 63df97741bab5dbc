// SPDX-License-Identifier: Apache-2.0
// The settings file "tocsin-screen/1" as values: what a screen needs whatever it shows. All times
// are on the clocks at the screen. README.md beside this room describes the format.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/playlists/programme.hpp"
#include "tocsin/store/records.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::schedule {

/// From `from` on, on these days, until the next row's time, be it days later.
struct TimedPercent {
    playlists::Weekdays days;
    playlists::TimeOfDay from{};  ///< before 24:00
    int percent = 100;            ///< 0 to 100
    bool operator==(TimedPercent const&) const = default;
};

/// A named window in which the screen is silent, whatever the volume says.
struct QuietZone {
    std::string name;
    playlists::Opening hours;
    /// Whose file names it.
    store::SettingsScope scope = store::SettingsScope::screen;
    std::string owner;  ///< the screen's id, the tag or the unit
    bool operator==(QuietZone const&) const = default;
};

struct ScreenSettings {
    Milliseconds crossFade{0};                ///< 0 (cut) to 5 s
    int gammaPercent = 100;                   ///< exponent in hundredths, 25 to 400
    std::array<int, 3> white{100, 100, 100};  ///< red, green, blue in percent, 0 to 100
    std::vector<TimedPercent> brightness;     ///< by `from`; empty: 100 percent
    std::vector<TimedPercent> volume;         ///< by `from`; empty: 100 percent
    std::vector<QuietZone> quiet;
    std::vector<playlists::Opening> powered;  ///< empty: always
    bool operator==(ScreenSettings const&) const = default;
};

/// Reads a settings file. All problems come out together, each as "name:line key: what". Files of
/// tags and units hold quiet zones only. `owner` is whom it is for. Errc::invalid.
[[nodiscard]] Result<ScreenSettings> readSettingsFile(std::string_view text,
                                                      std::string const& name,
                                                      store::SettingsScope scope,
                                                      std::string const& owner);

}  // namespace tocsin::schedule
