// SPDX-License-Identifier: Apache-2.0
// How a command at one screen gets on: by what its player says, by what is seen of the screen, and
// by the clock. Pure.
#pragma once

#include "tocsin/messages/wire.hpp"
#include "tocsin/store/commands.hpp"

namespace tocsin::fleet {

/// A player that has a command and never says what became of it is waited for so long after the
/// command expired.
inline constexpr Milliseconds kAnswerPatience{15 * 60'000};
/// So long after it was done it is looked whether it worked.
inline constexpr Milliseconds kWatchPatience{10 * 60'000};

/// What the player says is believed over what was concluded from its silence. What was seen stays.
[[nodiscard]] store::CommandFate after(store::CommandFate fate,
                                       messages::InstructionReceipt const& receipt);
/// What silence means now; the same fate if nothing follows yet.
[[nodiscard]] store::CommandFate after(store::CommandFate fate, store::GivenCommand const& command,
                                       Instant now);
/// Whether it can be seen in a player's reports at all that this worked.
[[nodiscard]] bool canBeSeen(messages::Deed const& deed);
/// Whether this report of the player shows that it worked; `boot`: as its hello says.
[[nodiscard]] bool isSeen(messages::Deed const& deed, store::CommandFate const& fate,
                          std::string const& boot, messages::Status const& status);

}  // namespace tocsin::fleet
