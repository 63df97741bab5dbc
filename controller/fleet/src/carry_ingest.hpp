// SPDX-License-Identifier: Apache-2.0
// What a person carries back from a screen: the lines that its player wrote instead of sending
// them, entered by the very handlers that take them in a session. Blocking; runs on workers.
#pragma once

#include <string>
#include <vector>

#include "state.hpp"
#include "tocsin/messages/carry.hpp"

namespace tocsin::fleet {

struct CarriedRefusal {
    std::size_t line = 0;  ///< from 1
    std::string code;      ///< the word of the protocol; "gap": what comes before is not here
    std::string message;
};

struct CarriedIn {
    messages::CarriedHead head;
    std::int64_t rowsNew = 0, rowsKnown = 0;
    std::int64_t rowsWaiting = 0;  ///< whole, but what comes before them is not in the ledger
    std::int64_t picturesNew = 0, picturesKnown = 0;
    std::vector<CarriedRefusal> refused;
};

/// Enters what holds and says what does not, line by line. Errc::invalid for a text without a head,
/// Errc::conflict for another screen's, and for a player that never drove it.
[[nodiscard]] Result<CarriedIn> takeCarried(Fleet::State const& state, ScreenId const& screen,
                                            std::string const& text);

}  // namespace tocsin::fleet
