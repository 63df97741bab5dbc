// SPDX-License-Identifier: Apache-2.0
// The HTTP server, plain and over TLS: dispatches the route table, streams uploads to files, sends
// files with ranges, hands WebSocket upgrades at /player to the fleet. Beast stays in this room's
// sources.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tocsin/access/gate.hpp"
#include "tocsin/access/route.hpp"
#include "tocsin/session/channel.hpp"
#include "tocsin/session/tls_server.hpp"

namespace tocsin::http {

struct ServerSettings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;
    std::filesystem::path uploads;  ///< directory for bodies being received; emptied at start
    std::int64_t uploadLimitBytes = 4LL << 30;
    std::int64_t diskReserveBytes = 0;  ///< a body that would leave less free is refused (507)
    std::size_t uploadsAtOnce = 16;     ///< further ones are answered 503 with Retry-After
    /// Further ones are answered 503 and closed. Players that drive a screen do not count: there
    /// are as many as there are screens, and who they are is proven.
    std::size_t connections = 2'000;
    /// The same for each address (each /64 network of IPv6), so that one cannot lock out the
    /// others.
    std::size_t connectionsOfOne = 200;
    /// And for each address of this machine or that plain HTTP is served to: a proxy, and scripts,
    /// come from there for many.
    std::size_t connectionsOfLoopback = 1'500;
    Milliseconds arrival{10'000};  ///< for the first byte and the TLS handshake together
    Milliseconds header{10'000};   ///< a request's header must be complete within this
    Milliseconds idle{60'000};     ///< keep-alive, and the longest pause inside a body
    /// Spoken on the same port as plain HTTP; without it, only that.
    std::shared_ptr<session::TlsServer> tls;
    /// Whether plain HTTP from this address is served in full; without it, from loopback. Others
    /// are told the way to TLS and how to trust it.
    std::function<bool(std::string const& address)> plainFrom;
    /// Sign-ins that wait or are compared at one time; more are asked to come again.
    std::size_t signInsAtOnce = 12;
    std::vector<std::string> names;  ///< what this controller is called besides by its addresses
    /// And of those whose route says that they are known (Route::fromKnown), before they take of
    /// the places of all.
    std::size_t knownSignInsAtOnce = 4;
};

/// Where handlers run.
struct Workers {
    boost::asio::any_io_executor requests;
    boost::asio::any_io_executor uploads;  ///< handlers of uploads, which may take minutes; more of
                                           ///< them wait without a thread
    boost::asio::any_io_executor signIns;  ///< handlers that compare strangers' secrets
    boost::asio::any_io_executor knownSignIns{};  ///< and those of whom is known, so that they do
                                                  ///< not wait behind strangers; none: as those
};

class Server {
public:
    /// Serves a player's connection to its end; calls `known` once the player is one that drives a
    /// screen: from then on it takes no place of those who are not known.
    using Upgrade = std::function<boost::asio::awaitable<void>(std::unique_ptr<session::Channel>,
                                                               std::function<void()> known)>;
    /// Binds and listens. Errc::conflict for a port in use, Errc::permission, Errc::invalid for an
    /// address that is none or not this machine's: the message says what to do. Makes the process
    /// ignore SIGPIPE. `io` runs on one thread. `gate` outlives the server; it is asked on the
    /// workers before a body is read, for all routes but those without authorisation.
    [[nodiscard]] static Result<std::unique_ptr<Server>> listen(
        boost::asio::any_io_executor io, Workers workers, ServerSettings settings,
        access::Routes routes, access::Gate& gate, Upgrade upgrade);
    virtual ~Server() = default;
    [[nodiscard]] virtual std::uint16_t port() const = 0;
    /// Starts accepting. On the io thread.
    virtual void start() = 0;
    /// Stops accepting, lets requests in flight finish for at most `grace`, then cuts them. On the
    /// io thread.
    virtual boost::asio::awaitable<void> stop(Milliseconds grace) = 0;
};

/// GET /ca.pem: the certificate of the authority from which `tls` has its own, for everybody.
[[nodiscard]] access::Route authorityRoute(std::shared_ptr<session::TlsServer const> tls);

/// The OpenAPI 3.1 document of a route table.
[[nodiscard]] std::string openApi(access::Routes const& routes);

}  // namespace tocsin::http
