// SPDX-License-Identifier: Apache-2.0
// How a connection begins: one port speaks TLS and plain HTTP, and the first byte tells which.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/address.hpp>

#include "connection.hpp"
#include "deadline.hpp"

namespace tocsin::http {

/// An IPv4 address that came by an IPv6 socket, as itself.
[[nodiscard]] boost::asio::ip::address plainForm(boost::asio::ip::address const& address);

/// Waits for the first byte and makes the TLS handshake if it is one's beginning: the connection's
/// stream and `secure` are as they are to be afterwards. Both together end at the settings'
/// deadline for arrivals. False: there is nobody to talk to.
[[nodiscard]] boost::asio::awaitable<bool> arrive(Shared& shared, Connection& connection,
                                                  Deadline& deadline);

}  // namespace tocsin::http
