// SPDX-License-Identifier: Apache-2.0
// Warnings as pictures of this screen's size, ready to be shown. Made by the press, shown by the
// deck; never changed after it was published.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tocsin/media/warning_card.hpp"
#include "tocsin/player/player.hpp"
#include "tocsin/playlists/warning_scene.hpp"

namespace tocsin::player {

/// A warning in one look: either pages or bands, one after the other, from the beginning again.
struct WarningPrint {
    std::vector<media::WarningPage> pages;
    std::vector<std::shared_ptr<media::WarningBand>> bands;  ///< the tick thread alone uses them
    std::size_t texts = 0;       ///< so many of the warning's texts stand in it whole
    std::size_t begunPages = 0;  ///< and so many pages of the next one
};

struct ShownWarning {
    playlists::StandingWarning standing;  ///< `look` as this screen can show it; `turn` unset
    std::int64_t revision = 0;
    std::string headline;  ///< for people
    bool sound = false, always = false;
    std::map<playlists::WarningLook, WarningPrint> prints;  ///< at least one
    bool drill = false;                                     ///< seen only while no other warning is
};

struct WarningShow {
    std::vector<ShownWarning> warnings;
};

/// Pixels of the screen.
struct WarningPlace {
    int x = 0, y = 0, width = 0, height = 0;
    bool operator==(WarningPlace const&) const = default;
};

/// Where a warning of this look lies: all of the screen, its lower half (on a bar that is three
/// times as wide as high, the right one), or a band at its bottom.
[[nodiscard]] inline WarningPlace placeOf(playlists::WarningLook look, Size screen) {
    auto const [width, height] = screen;
    switch (look) {
        case playlists::WarningLook::split:
            if (width >= 3 * height) {
                return {width - width / 2, 0, width / 2, height};
            }
            return {0, height - height / 2, width, height / 2};
        case playlists::WarningLook::ticker: {
            int const band = std::max(16, std::min(height / 6, 120)) / 2 * 2;
            return {0, height - band, width, band};
        }
        default:
            return {0, 0, width, height};
    }
}

/// The look that a screen can show: where the part would be too small to be read, all of it.
[[nodiscard]] inline playlists::WarningLook lookOn(playlists::WarningLook look, Size screen) {
    constexpr int kLeastHeight = 32, kLeastWidth = 96, kLeastForTicker = 48;
    auto const place = placeOf(look, screen);
    bool const small = look == playlists::WarningLook::split
                           ? place.height < kLeastHeight || place.width < kLeastWidth
                           : screen.height < kLeastForTicker;
    bool const part =
        look == playlists::WarningLook::split || look == playlists::WarningLook::ticker;
    return part && small ? playlists::WarningLook::takeover : look;
}

}  // namespace tocsin::player
