// SPDX-License-Identifier: Apache-2.0
// A family of CAP messages, and the warnings that it comes to: one for each part of each message in
// force.
#pragma once

#include <functional>
#include <set>

#include "intake.hpp"
#include "wanted.hpp"

namespace tocsin::warnings {

struct Stored;

/// Warnings that these messages led to.
[[nodiscard]] std::set<std::string> warningsOf(std::vector<CapEntry> const& family);

/// What the warning shows of CAP messages, or what waits to be shown in its place.
[[nodiscard]] CapPartKey saidBy(Stored const& warning);

/// Changes what is kept of a message, if it is there; its other columns stay.
void changeKept(store::Tx& tx, playlists::AlertKey const& key,
                std::function<void(CapKept&)> const& change);

/// Raises, changes and ends warnings of the message's family, so that they are what its messages in
/// force say; and notes at the messages that this is done. Nothing, if it is so already. Under
/// `State::changing`.
[[nodiscard]] Result<> settleFamily(Warnings::State& state, playlists::AlertKey const& message);
/// The same with a history that has all messages as they are.
[[nodiscard]] Result<> settleFamily(Warnings::State& state, playlists::AlertKey const& message,
                                    CapHistory const& history);

}  // namespace tocsin::warnings
