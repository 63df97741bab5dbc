// SPDX-License-Identifier: Apache-2.0
// A chain of CAP messages, and the warning that it comes to.
#pragma once

#include <set>

#include "intake.hpp"

namespace tocsin::warnings {

/// Warnings that messages of the chain led to.
[[nodiscard]] std::set<std::string> warningsOf(std::vector<CapEntry> const& chain);

/// Raises, changes or ends the chain's warning, so that it is what the message in force says; and
/// notes at its messages that this is done. Nothing, if it is so already. Under
/// `State::changing`.
[[nodiscard]] Result<> settleChain(Warnings::State& state, playlists::AlertKey const& root);

}  // namespace tocsin::warnings
