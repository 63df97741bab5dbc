// SPDX-License-Identifier: Apache-2.0
// TLS over a TCP socket.
#pragma once

#include "openssl_pointers.hpp"
#include "tocsin/session/async_stream.hpp"

namespace tocsin::session {

enum class TlsSide { server, client };

/// `ssl` is set up for one connection, which it is used for alone.
[[nodiscard]] std::unique_ptr<Transport> tlsTransport(boost::asio::ip::tcp::socket socket,
                                                      OpenSslPtr<SSL> ssl, TlsSide side);

}  // namespace tocsin::session
