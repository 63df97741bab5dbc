// SPDX-License-Identifier: Apache-2.0
// A warning on its way through the player: what is held of it, and what the stage saw of it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tocsin/messages/warning.hpp"

namespace tocsin::player {

/// A warning that is to be seen on this screen while its time lasts.
struct HeldWarning {
    messages::Warning warning;
    messages::WarningTarget target;
    Digest payload;  ///< SHA-256 of the signed bytes
};
/// All of them, one a warning.
using HeldWarnings = std::vector<std::shared_ptr<HeldWarning const>>;

/// What the stage tells of a revision of a warning: the first frame with it, the first one that a
/// lit output took, and that it is over.
struct WarningSight {
    std::string id;
    std::int64_t revision = 0;
    Instant at;         ///< fleet time of the tick
    bool lit = false;   ///< a connected, powered output took the frame
    bool over = false;  ///< from `at` on it is not seen any more
    bool operator==(WarningSight const&) const = default;
};

}  // namespace tocsin::player
