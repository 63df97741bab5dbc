// SPDX-License-Identifier: Apache-2.0
// The one stream type on which Beast's templates are instantiated, in this room and in
// controller/http: type-erased over plain and TLS sockets, because every further stream type costs
// 45 s of compilation a unit.
#pragma once

#include <array>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/container/static_vector.hpp>
#include <boost/system/error_code.hpp>
#include <memory>
#include <utility>

namespace tocsin::session {

/// A move-only completion handler without its type.
class IoHandler {
public:
    template <class Handler>
    explicit IoHandler(Handler handler)
        : held_(std::make_unique<Held<Handler>>(std::move(handler))) {}
    void operator()(boost::system::error_code ec, std::size_t bytes) {
        auto held =
            std::move(held_);  // the handler may start the next operation: free this one first
        held->call(ec, bytes);
    }

private:
    struct Base {
        virtual ~Base() = default;
        virtual void call(boost::system::error_code ec, std::size_t bytes) = 0;
    };
    template <class Handler>
    struct Held final : Base {
        explicit Held(Handler h) : handler(std::move(h)) {}
        void call(boost::system::error_code ec, std::size_t bytes) override {
            auto local = std::move(handler);
            local(ec, bytes);
        }
        Handler handler;
    };
    std::unique_ptr<Base> held_;
};

/// A handler with its executor and cancellation slot: the one type that transports are instantiated
/// on.
using BoundIoHandler = boost::asio::executor_binder<
    boost::asio::cancellation_slot_binder<IoHandler, boost::asio::cancellation_slot>,
    boost::asio::any_io_executor>;
using MutableBuffers = boost::container::static_vector<boost::asio::mutable_buffer, 16>;
using ConstBuffers = boost::container::static_vector<boost::asio::const_buffer, 16>;

/// What a kind of connection must offer. One read and one write at a time.
class Transport {
public:
    virtual ~Transport() = default;
    virtual boost::asio::any_io_executor executor() = 0;
    /// To be completed before the first byte; at once where there is none to be made.
    virtual void handshake(BoundIoHandler handler) = 0;
    virtual void readSome(MutableBuffers const& buffers, BoundIoHandler handler) = 0;
    virtual void writeSome(ConstBuffers const& buffers, BoundIoHandler handler) = 0;
    /// Says orderly that nothing more comes from this side, then reads and drops what still comes
    /// from the peer until it ends as well, so that no reset destroys what it has not read yet. The
    /// caller bounds the time, by close().
    virtual void finish(BoundIoHandler handler) = 0;
    /// Ends both directions without waiting. Never throws.
    virtual void close() noexcept = 0;
    /// The socket itself where bytes go over it as they are (sendfile is then allowed), else
    /// nullptr.
    virtual boost::asio::ip::tcp::socket* plainSocket() noexcept = 0;
};

[[nodiscard]] std::unique_ptr<Transport> plainTransport(boost::asio::ip::tcp::socket socket);

/// Meets Beast's AsyncStream requirements. Movable; all calls on the transport's executor.
class AsyncStream {
public:
    using executor_type = boost::asio::any_io_executor;

    explicit AsyncStream(std::unique_ptr<Transport> transport) : transport_(std::move(transport)) {}

    [[nodiscard]] executor_type get_executor() { return transport_->executor(); }
    [[nodiscard]] Transport& transport() noexcept { return *transport_; }
    void close() noexcept { transport_->close(); }
    /// The transport itself; the stream is of no more use.
    [[nodiscard]] std::unique_ptr<Transport> release() noexcept { return std::move(transport_); }

    template <class Token>
    auto async_handshake(Token&& token) {
        return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [](auto handler, Transport* transport) {
                transport->handshake(bound(*transport, std::move(handler)));
            },
            token, transport_.get());
    }

    template <class Token>
    auto async_finish(Token&& token) {
        return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [](auto handler, Transport* transport) {
                transport->finish(bound(*transport, std::move(handler)));
            },
            token, transport_.get());
    }

    template <class Buffers, class Token>
    auto async_read_some(Buffers const& buffers, Token&& token) {
        return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [](auto handler, Transport* transport, MutableBuffers list) {
                transport->readSome(list, bound(*transport, std::move(handler)));
            },
            token, transport_.get(), gather<MutableBuffers>(buffers));
    }

    template <class Buffers, class Token>
    auto async_write_some(Buffers const& buffers, Token&& token) {
        return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [](auto handler, Transport* transport, ConstBuffers list) {
                transport->writeSome(list, bound(*transport, std::move(handler)));
            },
            token, transport_.get(), gather<ConstBuffers>(buffers));
    }

private:
    template <class List, class Buffers>
    static List gather(Buffers const& buffers) {
        List list;
        auto const end = boost::asio::buffer_sequence_end(buffers);
        for (auto it = boost::asio::buffer_sequence_begin(buffers);
             it != end && list.size() < list.capacity(); ++it) {
            list.push_back(*it);
        }
        return list;
    }
    template <class Handler>
    static BoundIoHandler bound(Transport& transport, Handler handler) {
        auto const slot = boost::asio::get_associated_cancellation_slot(handler);
        boost::asio::any_io_executor const executor =
            boost::asio::get_associated_executor(handler, transport.executor());
        return boost::asio::bind_executor(
            executor, boost::asio::bind_cancellation_slot(slot, IoHandler(std::move(handler))));
    }

    std::unique_ptr<Transport> transport_;
};

}  // namespace tocsin::session
