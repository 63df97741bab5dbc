// SPDX-License-Identifier: Apache-2.0
// The client's side of TLS.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>

#include "tcp_connect.hpp"
#include "tocsin/session/async_stream.hpp"
#include "tocsin/session/authority.hpp"
#include "tocsin/session/tls_trust.hpp"

namespace tocsin::session {

struct SecuredTransport {
    std::unique_ptr<Transport> transport;
    Authority authority;  ///< to which the server's chain leads
};

/// Makes the handshake on a connected socket within `limit`. Errc::permission: another server than
/// `trust` means; Errc::invalid for a trust that cannot be read; Errc::unavailable, timedOut or
/// cancelled.
[[nodiscard]] boost::asio::awaitable<Result<SecuredTransport>> connectTls(
    boost::asio::ip::tcp::socket socket, ServerAddress server, TlsTrust trust, Milliseconds limit);

}  // namespace tocsin::session
