// SPDX-License-Identifier: Apache-2.0
// One connection: requests in, answers out, or the upgrade of a player. Beast's templates for HTTP
// are instantiated in this unit's source and, for bodies that come in, in body.cpp.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <string>

#include "tocsin/access/gate.hpp"
#include "tocsin/http/server.hpp"
#include "tocsin/session/async_stream.hpp"

namespace tocsin::http {

/// What all connections share; outlives them.
struct Shared {
    ServerSettings settings;
    access::Routes routes;
    access::Gate& gate;
    Server::Upgrade upgrade;
    Workers workers;
    std::size_t uploads = 0;  ///< being received or handled
    std::size_t signIns = 0;  ///< waiting or handled
    bool stopping = false;
    std::size_t knownSignIns = 0;  ///< the same, on the places for those who are known
};

/// On the io thread.
struct Connection {
    explicit Connection(session::AsyncStream s) : stream(std::move(s)) {}
    session::AsyncStream stream;
    std::string peer;
    bool plainIsEnough = false;  ///< this machine, or a proxy: it is served without TLS as well
    bool secure = false;         ///< over TLS
    bool busy = false;           ///< a request is being received or answered
    bool upgraded = false;       ///< the stream has moved on to the fleet
    /// Gives back the place of somebody who is not known. While the connection is served.
    std::function<void()> leaveDoor = [] {};
};

/// Serves until the peer or the server has had enough. Never throws but for cancellation.
[[nodiscard]] boost::asio::awaitable<void> serveConnection(Shared& shared,
                                                           std::shared_ptr<Connection> connection);
/// Answers 503 and closes.
[[nodiscard]] boost::asio::awaitable<void> turnAway(Shared& shared,
                                                    std::shared_ptr<Connection> connection);

}  // namespace tocsin::http
