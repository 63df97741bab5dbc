// SPDX-License-Identifier: Apache-2.0
#include "tls_transport.hpp"

#include <boost/asio/compose.hpp>
#include <boost/asio/ssl/stream.hpp>

#include "drain.hpp"

namespace tocsin::session {
namespace {

namespace asio = boost::asio;
using Stream = asio::ssl::stream<asio::ip::tcp::socket>;

/// Says that nothing more comes, in TLS and then in TCP. Whatever the peer makes of the first, the
/// second follows.
struct FinishOp {
    explicit FinishOp(Stream& s) : stream(s), drain(s.next_layer()) {}

    template <class Self>
    void operator()(Self& self, boost::system::error_code ec = {}, std::size_t bytes = 0) {
        if (!said) {
            said = true;
            stream.async_shutdown(std::move(self));
            return;
        }
        drain(self, drain.begun ? ec : boost::system::error_code(), bytes);
    }

    Stream& stream;
    DrainOp drain;
    bool said = false;
};

class TlsTransport final : public Transport {
public:
    TlsTransport(asio::ip::tcp::socket socket, OpenSslPtr<SSL> ssl, TlsSide side)
        : stream_(std::move(socket), ssl.release()), side_(side) {}

    asio::any_io_executor executor() override { return stream_.get_executor(); }

    void handshake(BoundIoHandler handler) override {
        // The form with a buffer has a handler with a count, which is the one type there is.
        stream_.async_handshake(side_ == TlsSide::server ? Stream::server : Stream::client,
                                asio::const_buffer(), std::move(handler));
    }

    void readSome(MutableBuffers const& buffers, BoundIoHandler handler) override {
        stream_.async_read_some(buffers, std::move(handler));
    }

    void writeSome(ConstBuffers const& buffers, BoundIoHandler handler) override {
        stream_.async_write_some(buffers, std::move(handler));
    }

    void finish(BoundIoHandler handler) override {
        asio::async_compose<BoundIoHandler, void(boost::system::error_code, std::size_t)>(
            FinishOp(stream_), handler, stream_);
    }

    void close() noexcept override {
        auto& socket = stream_.next_layer();
        boost::system::error_code ignored;  // a socket that cannot be closed is closed already
        socket.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
        socket.close(ignored);
    }

    asio::ip::tcp::socket* plainSocket() noexcept override { return nullptr; }

private:
    Stream stream_;
    TlsSide side_;
};

}  // namespace

std::unique_ptr<Transport> tlsTransport(asio::ip::tcp::socket socket, OpenSslPtr<SSL> ssl,
                                        TlsSide side) {
    return std::make_unique<TlsTransport>(std::move(socket), std::move(ssl), side);
}

}  // namespace tocsin::session
