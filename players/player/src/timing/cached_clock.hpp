// SPDX-License-Identifier: Apache-2.0
// What a player keeps of fleet time over a restart: the file "clock" of its data directory.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "tocsin/session/clock_drift.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::player {

/// An estimate and when it was made, by both clocks of the device: in the same boot the steady one
/// tells how old it is and whether the wall clock was set since; after a reboot only the wall clock
/// is left.
struct CachedClock {
    session::ClockOffset offset;
    std::optional<session::ClockDrift> drift;
    Instant wall;
    std::int64_t monoMs = 0;
    std::string boot;  ///< empty: not known
    bool operator==(CachedClock const&) const = default;
};

/// Nothing if there is no file or it is not one of ours; also reads what version 1 wrote, which
/// knew the offset alone.
[[nodiscard]] std::optional<CachedClock> loadClock(std::filesystem::path const& file);
[[nodiscard]] Result<> saveClock(std::filesystem::path const& file, CachedClock const& clock);

}  // namespace tocsin::player
