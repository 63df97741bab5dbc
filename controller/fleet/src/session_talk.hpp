// SPDX-License-Identifier: Apache-2.0
// What every part of a session says to its player. On the io thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "state.hpp"

namespace tocsin::fleet {

using SessionPtr = std::shared_ptr<PlayerSession>;
using StatePtr = std::shared_ptr<Fleet::State>;

/// The word of the protocol for an error (PROTOCOL.md, "refusal").
[[nodiscard]] std::string_view wireCode(Error const& error);

[[nodiscard]] boost::asio::awaitable<Result<>> sendBody(SessionPtr session, messages::Body body);
[[nodiscard]] boost::asio::awaitable<void> refuse(SessionPtr session, std::int64_t replyTo,
                                                  std::string code, std::string message);
/// Refuses the hello, or (without one) the session, and closes it.
[[nodiscard]] boost::asio::awaitable<void> sendAndClose(SessionPtr session, std::string code,
                                                        std::string message);
/// What the controller has lost track of is begun anew: the player comes back at once.
[[nodiscard]] boost::asio::awaitable<void> startOver(SessionPtr session);

/// Probes the older sessions with this one's key and closes those in which nobody answers. False:
/// this one is at its end. Afterwards it is known whether it is a copy; that is an incident.
[[nodiscard]] boost::asio::awaitable<bool> settleTwins(StatePtr state, SessionPtr session);
/// There are older sessions with this one's key.
[[nodiscard]] bool hasOlderTwins(Fleet::State const& state, SessionPtr const& session);
/// The player of this session answered a probe.
void answeredProbe(PlayerSession& session, std::int64_t probe);

/// Answers one message of a player that has said hello; `received`: when it came.
[[nodiscard]] boost::asio::awaitable<void> answer(StatePtr state, SessionPtr session,
                                                  messages::Message message, Instant received);

/// Tells a player that waits what it has to load, if it is a spare and that is news.
[[nodiscard]] boost::asio::awaitable<void> tellSpare(StatePtr state, SessionPtr session);
/// The player's key is believed no longer: it is given the signed command and sent away.
[[nodiscard]] boost::asio::awaitable<void> sendRevocation(StatePtr state, SessionPtr session,
                                                          store::Revocation revocation);
/// The session drives a screen: what waited for that is told, once.
void tellKnown(PlayerSession& session);
/// Writes a row into the audit trail that goes with no change. Runs on a worker.
[[nodiscard]] boost::asio::awaitable<void> recordOnly(store::Store& store, store::AuditEntry entry);

}  // namespace tocsin::fleet
