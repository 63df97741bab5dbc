// SPDX-License-Identifier: Apache-2.0
// What there is to be one picture of, and the lines by which the player remembers over a restart
// what it has.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tocsin/playlists/programme.hpp"
#include "tocsin/vocabulary/digest.hpp"

namespace tocsin::player {

/// What the rule wants one picture of a day.
struct SampleKey {
    playlists::LocalDay day;
    std::string campaign;
    Digest asset;
    auto operator<=>(SampleKey const&) const = default;
};
/// "2026-06-01 june-safety <digest>".
[[nodiscard]] std::string toLine(SampleKey const& key);
[[nodiscard]] std::optional<SampleKey> parseSampleKey(std::string_view line);

/// A warning as it was on the screen.
struct WarningKey {
    std::string id;
    std::int64_t revision = 0;
    auto operator<=>(WarningKey const&) const = default;
};
/// "warning rain-0601 2": no SampleKey's line.
[[nodiscard]] std::string toLine(WarningKey const& key);
[[nodiscard]] std::optional<WarningKey> parseWarningKey(std::string_view line);

}  // namespace tocsin::player
