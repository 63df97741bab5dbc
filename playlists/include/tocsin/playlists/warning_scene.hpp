// SPDX-License-Identifier: Apache-2.0
// Precedence of warnings: which of those that are in force on a screen is seen at an instant. Pure:
// all screens that hold the same warnings show the same one at the same instant.
//
// 应急插播 (emergencies) come before 转发预警 (forwarded warnings): while there is one, no
// forwarded warning is seen. Those that are left are seen one after the other, the higher level
// first, of one level the newer first, each for its turn. A warning that has just been issued or
// changed is seen at once: the round begins anew with it. The strongest look of them is the look of
// all.
//
// Nothing is remembered: rounds follow one another without a gap from the instant at which the
// newest of those that take turns was issued, or began if that is later. When one of them ends, the
// others go on where they are by that rule, which may be amid a turn.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::playlists {

/// Colours of China's grades IV to I. `none`: a notice without a grade (停水, 寻人启事).
enum class WarningLevel { none, blue, yellow, orange, red };
[[nodiscard]] std::string_view toString(WarningLevel level);  ///< "none", "blue", …
[[nodiscard]] std::optional<WarningLevel> warningLevelFrom(std::string_view text);

/// How much of the screen a warning takes. `off`: not on this screen (any more).
enum class WarningLook { off, ticker, split, takeover };
[[nodiscard]] std::string_view toString(WarningLook look);  ///< "off", "ticker", …
[[nodiscard]] std::optional<WarningLook> warningLookFrom(std::string_view text);

/// A warning as one screen has it.
struct StandingWarning {
    std::string id;
    bool emergency = false;
    WarningLevel level = WarningLevel::none;
    WarningLook look = WarningLook::takeover;
    Instant issued;            ///< of the revision that is in force
    Instant from, to;          ///< half-open
    Milliseconds turn{8'000};  ///< how long it takes to see all of it once; above 0
    bool operator==(StandingWarning const&) const = default;
};

/// What is seen at an instant.
struct WarningScene {
    std::size_t shown = 0;                     ///< index of the warning that has its turn
    Milliseconds position{0};                  ///< since its turn began, below its `turn`
    WarningLook look = WarningLook::takeover;  ///< never off
    Instant until;  ///< until here `shown` and `look` stay; Instant::max(): for good
    std::vector<std::size_t> round;  ///< all that take turns, in their order
    bool operator==(WarningScene const&) const = default;
};

/// Nothing: no warning is to be seen at `t`. `until`, if given, gets the instant up to which the
/// answer holds, be it a scene or nothing (Instant::max(): for good). The list's order makes no
/// difference but for the indexes. An `issued` that is still to come counts from then on.
[[nodiscard]] std::optional<WarningScene> warningSceneAt(
    std::vector<StandingWarning> const& warnings, Instant t, Instant* until = nullptr);

}  // namespace tocsin::playlists
