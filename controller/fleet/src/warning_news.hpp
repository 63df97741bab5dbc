// SPDX-License-Identifier: Apache-2.0
// Warnings on their way to players: who has been given what, and what has to be sent again.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "session_talk.hpp"
#include "tocsin/messages/warning.hpp"

namespace tocsin::fleet {

/// A delivery with as much of its warning as the fleet has to know.
struct WarningNews {
    messages::WarningDelivery delivery;
    std::string warning;
    std::int64_t revision = 0;
    Instant expires;
};

/// Says what the deliveries are of, which costs little where neighbours share an envelope. One that
/// nobody could read is left out, and is a line in the log.
[[nodiscard]] std::vector<WarningNews> newsOf(std::vector<messages::WarningDelivery> deliveries);

/// The same text as messages::encode makes, without reading the envelope, which is the same for
/// thousands of players.
[[nodiscard]] std::string encodeWarning(std::int64_t id, messages::WarningDelivery const& delivery);

/// All that the session's screen is to hold, to a player that has just been welcomed.
[[nodiscard]] boost::asio::awaitable<void> offerWarnings(StatePtr state, SessionPtr session);
/// The player has answered for what it was given, and its answer is kept.
void noteAnswered(PlayerSession& session, std::string const& warning, std::int64_t revision);

}  // namespace tocsin::fleet
