// SPDX-License-Identifier: Apache-2.0
#include "arrival.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace tocsin::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
constexpr auto useTuple = asio::as_tuple(asio::use_awaitable);

/// TLS begins with a record of the handshake; no request does.
constexpr unsigned char kTlsHandshake = 0x16;

/// Makes the handshake in place of the plain transport.
asio::awaitable<bool> secure(Shared& shared, Connection& connection) {
    if (!shared.settings.tls) {
        co_return false;
    }
    auto socket = std::move(*connection.stream.transport().plainSocket());
    connection.stream = session::AsyncStream(shared.settings.tls->accept(std::move(socket)));
    auto const [ec, none] = co_await connection.stream.async_handshake(useTuple);
    if (ec) {
        spdlog::debug("no TLS handshake peer={} err=\"{}\"", connection.peer, ec.message());
        co_return false;
    }
    connection.secure = true;
    co_return true;
}

}  // namespace

asio::ip::address plainForm(asio::ip::address const& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    }
    return address;
}

asio::awaitable<bool> arrive(Shared& shared, Connection& connection, Deadline& deadline) {
    deadline.arm(shared.settings.arrival);
    unsigned char first = 0;
    auto const into = asio::buffer(&first, 1);
    auto* const socket = connection.stream.transport().plainSocket();
    auto const [ec, got] =
        co_await socket->async_receive(into, tcp::socket::message_peek, useTuple);
    if (ec) {
        co_return false;
    }
    if (first != kTlsHandshake) {
        co_return true;
    }
    auto const there = co_await secure(shared, connection);
    co_return there;
}

}  // namespace tocsin::http
