// SPDX-License-Identifier: Apache-2.0
// How far the ledger has come with this player's plays.
#pragma once

#include <cstdint>
#include <optional>

#include "tocsin/vocabulary/digest.hpp"

namespace tocsin::player {

/// The ledger's mark as the controller tells it.
struct LedgerMark {
    std::int64_t epoch = 0, batch = 0, sequence = 0;
    std::optional<Digest> header = {};  ///< of that batch; nothing: nobody says
    bool operator==(LedgerMark const&) const = default;
};

}  // namespace tocsin::player
