// SPDX-License-Identifier: Apache-2.0
// The server's side of TLS: one certificate for all connections, which can be changed while they go
// on.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <string>

#include "tocsin/session/async_stream.hpp"
#include "tocsin/session/authority.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::session {

/// What a server shows and proves.
struct TlsIdentity {
    std::string chain;  ///< PEM: its certificate, then each one's issuer; the last is the authority
    std::string key;    ///< PEM: the private key of the first
};

/// Thread-safe. TLS 1.2 and later, with forward secrecy; no compression, no renegotiation.
class TlsServer {
public:
    /// Errc::invalid: the chain or the key cannot be read, or they do not fit.
    [[nodiscard]] static Result<std::shared_ptr<TlsServer>> make(TlsIdentity const& identity);
    virtual ~TlsServer() = default;
    /// Connections from now on are shown this one. Errors as make(), and nothing has changed.
    [[nodiscard]] virtual Result<> change(TlsIdentity const& identity) = 0;
    [[nodiscard]] virtual Authority authority() const = 0;
    /// The server's end on an accepted socket; the handshake is still to be made.
    [[nodiscard]] virtual std::unique_ptr<Transport> accept(
        boost::asio::ip::tcp::socket socket) const = 0;
};

}  // namespace tocsin::session
