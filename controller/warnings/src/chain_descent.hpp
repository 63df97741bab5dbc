// SPDX-License-Identifier: Apache-2.0
// Which message of a family updates which, at once or by way of others.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "intake.hpp"

namespace tocsin::warnings {

class ChainDescent {
public:
    /// The history must outlive this.
    ChainDescent(CapHistory const& history, std::vector<CapEntry> const& family);
    /// Whether `earlier` is among what `message` names, or what that names, and so on; messages
    /// that never came end the way.
    [[nodiscard]] bool isUpdateOf(playlists::AlertKey const& message,
                                  playlists::AlertKey const& earlier);

private:
    using Keys = std::set<playlists::AlertKey>;
    Keys const& before(playlists::AlertKey const& message);

    std::map<playlists::AlertKey, std::vector<playlists::AlertKey>> names_;
    std::map<playlists::AlertKey, Keys> before_;  ///< of those that were asked for
};

}  // namespace tocsin::warnings
