// SPDX-License-Identifier: Apache-2.0
// Which warning says which part of the CAP messages that are in force. Pure: of the set of
// messages and of the warnings there are, whatever the order in which they came.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "wanted.hpp"

namespace tocsin::warnings {

/// A part that is to stand.
struct PlanPart {
    CapPartKey key;
    std::string event;
    std::vector<Area> areas;
};

/// A warning of the family.
struct PlanWarning {
    CapPartKey says;  ///< what it shows, or what waits to be shown
    std::string event;
    std::vector<Area> areas;
    bool open = true;       ///< waiting or standing
    bool byOthers = false;  ///< not open: a person or its time ended it, not its sender
    std::vector<CapPartKey> turnedDown;
};

struct ChainPlan {
    enum class Act {
        keep,   ///< `warning` says it
        bring,  ///< `warning` goes on with it
        begin,  ///< a new warning
        leave   ///< a person or its time ended it: it does not come back
    };
    struct Step {
        Act act = Act::begin;
        std::optional<std::size_t> warning;
    };
    std::vector<Step> steps;           ///< one a part
    std::vector<std::size_t> endings;  ///< open warnings that no part goes on with
};

/// Whether `message` takes the place of `earlier`, at once or by what it updates.
using IsUpdateOf =
    std::function<bool(playlists::AlertKey const& message, playlists::AlertKey const& earlier)>;

/// Parts: of one message in their order, messages the oldest first. Warnings: the oldest first. A
/// part goes on with a warning of what its message updates: with the same event and areas, or else
/// the same event, or, if no part of its message goes on with any, the first part with the oldest.
/// So the receipts and the id of a warning go on through all Updates, of several that were joined
/// those of the oldest.
[[nodiscard]] ChainPlan planChain(std::vector<PlanPart> const& parts,
                                  std::vector<PlanWarning> const& warnings,
                                  IsUpdateOf const& isUpdateOf);

}  // namespace tocsin::warnings
