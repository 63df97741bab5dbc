// SPDX-License-Identifier: Apache-2.0
// Bytes over a TCP socket as they are.
#include <boost/asio/append.hpp>
#include <boost/asio/compose.hpp>
#include <boost/asio/post.hpp>

#include "drain.hpp"
#include "tocsin/session/async_stream.hpp"

namespace tocsin::session {
namespace {

namespace asio = boost::asio;

class PlainTransport final : public Transport {
public:
    explicit PlainTransport(asio::ip::tcp::socket socket) : socket_(std::move(socket)) {}

    asio::any_io_executor executor() override { return socket_.get_executor(); }

    void handshake(BoundIoHandler handler) override {
        asio::post(socket_.get_executor(),
                   asio::append(std::move(handler), boost::system::error_code(), std::size_t{0}));
    }

    void readSome(MutableBuffers const& buffers, BoundIoHandler handler) override {
        socket_.async_read_some(buffers, std::move(handler));
    }

    void writeSome(ConstBuffers const& buffers, BoundIoHandler handler) override {
        socket_.async_write_some(buffers, std::move(handler));
    }

    void finish(BoundIoHandler handler) override {
        asio::async_compose<BoundIoHandler, void(boost::system::error_code, std::size_t)>(
            DrainOp(socket_), handler, socket_);
    }

    void close() noexcept override {
        boost::system::error_code ignored;  // a socket that cannot be closed is closed already
        socket_.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
        socket_.close(ignored);
    }

    asio::ip::tcp::socket* plainSocket() noexcept override { return &socket_; }

private:
    asio::ip::tcp::socket socket_;
};

}  // namespace

std::unique_ptr<Transport> plainTransport(asio::ip::tcp::socket socket) {
    return std::make_unique<PlainTransport>(std::move(socket));
}

}  // namespace tocsin::session
