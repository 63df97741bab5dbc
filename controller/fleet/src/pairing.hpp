// SPDX-License-Identifier: Apache-2.0
// A person binds a player to a screen, however that player said that it is there.
#pragma once

#include <memory>

#include "state.hpp"
#include "tocsin/access/route.hpp"

namespace tocsin::fleet {

/// Binds, welcomes the player if it waits, and plans for it. The guard is asked where the screen is
/// taken from another player. Errors as bindPlayer() and of the guard.
[[nodiscard]] Result<store::Screen> bindByPerson(std::shared_ptr<Fleet::State> const& state,
                                                 access::Principal const& who,
                                                 access::Request const& request,
                                                 ScreenId const& screen,
                                                 messages::PublicKey const& key, bool replace);

}  // namespace tocsin::fleet
