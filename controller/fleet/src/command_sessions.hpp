// SPDX-License-Identifier: Apache-2.0
// Commands in players' sessions. On the io thread.
#pragma once

#include "session_talk.hpp"

namespace tocsin::fleet {

/// What is due for a player that has come just now.
[[nodiscard]] boost::asio::awaitable<void> offerInstructions(StatePtr state, SessionPtr session);
/// What the player says became of one.
[[nodiscard]] boost::asio::awaitable<void> takeInstructionReceipt(
    StatePtr state, SessionPtr session, messages::InstructionReceipt receipt);
/// Whether the player refused an instruction that it was sent.
[[nodiscard]] bool refusedInstruction(StatePtr const& state, SessionPtr const& session,
                                      messages::Refusal const& refusal);
/// A report of the player, which may show that a command worked.
void lookAtReport(StatePtr const& state, SessionPtr const& session, messages::Status const& status);

}  // namespace tocsin::fleet
