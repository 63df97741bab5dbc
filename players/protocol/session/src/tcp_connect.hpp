// SPDX-License-Identifier: Apache-2.0
// Name resolution and TCP connection with one deadline over both.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <string>

#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::session {

struct ServerAddress {
    bool tls = false;
    std::string host;       ///< name or address, without brackets
    std::string port;       ///< digits
    std::string authority;  ///< host and port as in the URL, for the Host header and for messages
};

/// Takes "https://host[:port][/]" or "http://…" apart. Errc::invalid.
[[nodiscard]] Result<ServerAddress> parseServerAddress(std::string const& url);

/// Tries each address of the host in turn until `limit` has passed. Errc::unavailable, timedOut or
/// cancelled.
[[nodiscard]] boost::asio::awaitable<Result<boost::asio::ip::tcp::socket>> connectTcp(
    ServerAddress server, Milliseconds limit);

}  // namespace tocsin::session
