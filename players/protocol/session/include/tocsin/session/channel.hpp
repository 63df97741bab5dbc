// SPDX-License-Identifier: Apache-2.0
// One message connection (a WebSocket, RFC 6455) without Beast in sight.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "tocsin/session/authority.hpp"
#include "tocsin/session/tls_trust.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::session {

/// Deadlines at the socket edge, in real time.
struct ChannelLimits {
    Milliseconds connect{5'000};  ///< resolve, connect and handshakes together
    Milliseconds idle{30'000};    ///< without a byte from the peer (pings are sent at half of it)
    Milliseconds write{15'000};   ///< one message must leave within this
    Milliseconds close{3'000};    ///< closing handshake
    std::size_t messageBytes = 1 << 20;
    std::size_t queuedMessages =
        64;  ///< waiting to be written; a sender beyond that gets Errc::exhausted
};

enum class CloseReason { normal, serviceRestart, policy };

/// All calls on the channel's executor (one thread or a strand). One receive() at a time; send()
/// may be called by several coroutines, whose messages leave whole and in order. Cancelling
/// receive() leaves the channel unusable.
class Channel {
public:
    virtual ~Channel() = default;
    /// Next text message. Errc::unavailable when the peer closed or the connection broke,
    /// Errc::timedOut when the peer fell silent, Errc::cancelled.
    virtual boost::asio::awaitable<Result<std::string>> receive() = 0;
    /// Returns when the message was handed to the socket. Same errors, and Errc::exhausted.
    virtual boost::asio::awaitable<Result<>> send(std::string message) = 0;
    /// Closing handshake; waits for messages already queued. A pending receive() ends.
    virtual boost::asio::awaitable<void> close(CloseReason reason) = 0;
    /// "127.0.0.1:51234", for logs.
    [[nodiscard]] virtual std::string peer() const = 0;
    /// The 32 random bytes that the connecting side chose for this connection, so that what the
    /// other side signs over them is fresh; empty if it chose none.
    [[nodiscard]] virtual std::string nonce() const { return {}; }
    /// The certificate to which the peer's chain leads; nothing without TLS, and nothing of
    /// clients.
    [[nodiscard]] virtual std::optional<Authority> peerAuthority() const { return std::nullopt; }
};

/// Connects to "https://host:port" or "http://host:port" (the controller's address) at `path` and
/// upgrades. Errc::invalid for an address that cannot be one, Errc::permission for a server that is
/// not the one `trust` means (nothing was sent to it), Errc::unavailable or Errc::timedOut, with
/// host and port in the message. `nonce` goes along in the header "Tocsin-Nonce" unless it is
/// empty.
[[nodiscard]] boost::asio::awaitable<Result<std::unique_ptr<Channel>>> connectChannel(
    std::string controllerUrl, std::string path, ChannelLimits limits, std::string nonce = {},
    TlsTrust trust = {});

}  // namespace tocsin::session
