// SPDX-License-Identifier: Apache-2.0
// Levels that an instruction set, above those of the plan.
#pragma once

#include <optional>

#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::player {

struct SetLevel {
    int percent = 100;  ///< 0 to 100
    Instant until;      ///< of fleet time; the plan's own level holds from then on
    bool operator==(SetLevel const&) const = default;
};

struct SetLevels {
    std::optional<SetLevel> brightness, volume;
    bool powerOff = false;  ///< the screen was switched off: what it is sent, nobody sees
    bool operator==(SetLevels const&) const = default;
};

}  // namespace tocsin::player
