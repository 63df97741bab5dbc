// SPDX-License-Identifier: Apache-2.0
// Warnings as the status needs them: how many there are, which screens should show one, and which
// have not got theirs.
#pragma once

#include <cstdint>
#include <set>

#include "tocsin/store/store.hpp"
#include "tocsin/vocabulary/id.hpp"

namespace tocsin::ops {

struct WarningReach {
    std::int64_t standing = 0, waiting = 0;
    /// Screens that may show a warning now, or might a moment ago.
    std::set<ScreenId> warned;
    /// Screens whose player has not said that it took the newest revision of one that stands.
    std::set<ScreenId> unreached;
};

[[nodiscard]] WarningReach warningReach(store::Tx const& tx, Instant now);

}  // namespace tocsin::ops
