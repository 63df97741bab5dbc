// SPDX-License-Identifier: Apache-2.0
// What a player says to a request for a picture, on its way to whoever waits for it. On the io
// thread.
#pragma once

#include "state.hpp"

namespace tocsin::fleet {

/// The player will not take the picture; an older one does not even know what that is. False: the
/// refusal is of something else.
[[nodiscard]] bool refusedShot(Fleet::State& state, PlayerSession& session,
                               messages::Refusal const& refusal);

/// A picture came, and `reply` is what the archive said to it. One that was not kept is nobody's
/// answer; which request it would have answered only its envelope knows, so all of this player's
/// are told.
void settleShots(Fleet::State& state, PlayerSession& session,
                 Result<std::optional<messages::Body>> const& reply);

}  // namespace tocsin::fleet
