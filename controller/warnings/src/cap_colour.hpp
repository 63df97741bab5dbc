// SPDX-License-Identifier: Apache-2.0
// How grave an info is, as a colour.
#pragma once

#include <optional>
#include <string>

#include "tocsin/playlists/warning_scene.hpp"
#include "tocsin/warnings/cap.hpp"

namespace tocsin::warnings {

struct SaidLevel {
    playlists::WarningLevel level = playlists::WarningLevel::none;
    std::string from;    ///< which element said so
    bool named = false;  ///< a colour was named; otherwise it is guessed from the severity
    bool green = false;  ///< MeteoAlarm's level 1: no warning
};
[[nodiscard]] SaidLevel levelOf(CapInfo const& info);

/// The colour that a title names as the warning's: the last one where one became another.
[[nodiscard]] std::optional<playlists::WarningLevel> colourInTitle(std::string_view title);
/// "红色" of red, empty for none.
[[nodiscard]] std::string_view chineseName(playlists::WarningLevel level);
/// "red", empty for none.
[[nodiscard]] std::string_view englishName(playlists::WarningLevel level);

}  // namespace tocsin::warnings
