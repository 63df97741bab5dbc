// SPDX-License-Identifier: Apache-2.0
// The last words of a connection: our direction ends, and what the peer still sends is read and
// dropped until it ends as well. Closing with bytes unread would reset the connection, and what the
// peer has not read yet would be lost with it.
#pragma once

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>
#include <memory>
#include <utility>

namespace tocsin::session {

/// For async_compose. Completes when the peer has closed, or the socket was.
struct DrainOp {
    explicit DrainOp(boost::asio::ip::tcp::socket& s) : socket(s) {}

    template <class Self>
    void operator()(Self& self, boost::system::error_code ec = {}, std::size_t = 0) {
        if (!begun) {
            begun = true;
            socket.shutdown(boost::asio::ip::tcp::socket::shutdown_send, ec);
            ec = {};  // a broken connection is told by reading, and not before this returns
        }
        if (ec) {
            self.complete({}, 0);
            return;
        }
        auto const into = boost::asio::buffer(*dropped);
        socket.async_read_some(into, std::move(self));
    }

    boost::asio::ip::tcp::socket& socket;
    std::unique_ptr<std::array<char, 16 << 10>> dropped =
        std::make_unique<std::array<char, 16 << 10>>();
    bool begun = false;
};

}  // namespace tocsin::session
