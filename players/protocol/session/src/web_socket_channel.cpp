// SPDX-License-Identifier: Apache-2.0
// Channel over Beast's WebSocket stream: the only unit that instantiates it.
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/compose.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>

#include "guard.hpp"
#include "tcp_connect.hpp"
#include "tls_connect.hpp"
#include "tocsin/messages/wire.hpp"
#include "tocsin/session/accept_channel.hpp"

namespace tocsin::session {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;

/// Beast's hook: ends a connection whose time is up.
void beast_close_socket(AsyncStream& stream) {  // NOLINT(readability-identifier-naming)
    stream.close();
}

namespace {

struct TeardownOp {
    AsyncStream& stream;
    bool started = false;

    template <class Self>
    void operator()(Self& self, boost::system::error_code = {}, std::size_t = 0) {
        if (!started) {
            started = true;
            stream.async_finish(std::move(self));
            return;
        }
        stream.close();
        self.complete({});
    }
};

}  // namespace

/// Beast's hook: the end of the TCP connection after the closing handshake, so that our close frame
/// is not lost to a reset. Beast's closing timer bounds it.
template <class Handler>
void async_teardown(beast::role_type, AsyncStream& stream, Handler&& handler) {
    asio::async_compose<Handler, void(boost::system::error_code)>(TeardownOp{stream}, handler,
                                                                  stream);
}

namespace {

constexpr auto kUseTuple = asio::as_tuple(asio::use_awaitable);
constexpr char kNonceHeader[] = "Tocsin-Nonce";

class Turn;

struct Core {
    Core(AsyncStream stream, std::string peerName, ChannelLimits channelLimits,
         std::optional<Authority> peerAuthority)
        : webSocket(std::move(stream)),
          peer(std::move(peerName)),
          authority(std::move(peerAuthority)),
          limits(channelLimits) {
        websocket::stream_base::timeout times{};
        times.handshake_timeout = limits.connect;
        times.idle_timeout = limits.idle;
        times.keep_alive_pings = true;
        webSocket.set_option(times);
        webSocket.read_message_max(limits.messageBytes);
        webSocket.auto_fragment(false);
        webSocket.text(true);
    }
    void abort() noexcept {
        broken = true;
        webSocket.next_layer().close();
    }

    websocket::stream<AsyncStream, false> webSocket;
    std::string peer;
    std::string nonce;
    std::optional<Authority> authority;
    ChannelLimits limits;
    std::deque<Turn*> writers;  ///< the first one writes, the others wait
    bool closing = false;
    bool broken = false;
};
using CorePtr = std::shared_ptr<Core>;

/// A place in the queue of writers. Lives in the frame of the coroutine that writes; leaving hands
/// the stream to the next.
class Turn {
public:
    explicit Turn(CorePtr core)
        : core_(std::move(core)),
          granted_(core_->webSocket.get_executor(), asio::steady_timer::time_point::max()) {
        core_->writers.push_back(this);
    }
    ~Turn() {
        bool const wasFirst = first();
        std::erase(core_->writers, this);
        if (wasFirst && !core_->writers.empty()) {
            core_->writers.front()->granted_.cancel();
        }
    }
    Turn(Turn const&) = delete;
    Turn& operator=(Turn const&) = delete;

    [[nodiscard]] bool first() const noexcept { return core_->writers.front() == this; }
    [[nodiscard]] asio::steady_timer& granted() noexcept { return granted_; }

private:
    CorePtr core_;
    asio::steady_timer granted_;  ///< never expires; cancelled when this turn comes first
};

Error gone(Core const& core) {
    return {Errc::unavailable, "the connection to " + core.peer + " is closed"};
}

Error cancelledError(Core const& core) {
    return {Errc::cancelled, "the connection to " + core.peer + ": cancelled"};
}

/// What ended an operation, as the caller is told.
Error explain(Core const& core, Guard const& guard, boost::system::error_code ec,
              std::string const& late) {
    if (guard.cancelled()) {
        return cancelledError(core);
    }
    if (guard.timedOut() || ec == beast::error::timeout) {
        return {Errc::timedOut, core.peer + " " + late};
    }
    if (ec == websocket::error::closed) {
        auto const& reason = core.webSocket.reason();
        return {Errc::unavailable,
                core.peer + " closed the connection (code " + std::to_string(reason.code) + ")"};
    }
    return {Errc::unavailable, "the connection to " + core.peer + " broke: " + ec.message()};
}

asio::awaitable<Result<std::string>> receiveFrom(CorePtr core) {
    auto const cancellation = co_await asio::this_coro::cancellation_state;
    if (cancellation.cancelled() != asio::cancellation_type::none) {
        co_return cancelledError(*core);
    }
    if (core->broken) {
        co_return gone(*core);
    }
    Guard const guard(core->webSocket.get_executor(), std::nullopt, cancellation.slot(),
                      [core] { core->abort(); });
    beast::flat_buffer buffer;
    auto const [ec, bytes] = co_await core->webSocket.async_read(buffer, unheard(kUseTuple));
    if (ec) {
        core->broken = true;
        co_return explain(*core, guard, ec,
                          "was silent for " + std::to_string(core->limits.idle.count()) + " ms");
    }
    if (!core->webSocket.got_text()) {
        core->abort();
        co_return Error{Errc::unavailable,
                        core->peer + " sent a binary message; only text is read"};
    }
    co_return std::string(static_cast<char const*>(buffer.data().data()), bytes);
}

/// A polite cancellation leaves a coroutine its last words; only an insisting one ends sending.
bool insisted(asio::cancellation_state const& state) {
    return (state.cancelled() & asio::cancellation_type::terminal) != asio::cancellation_type::none;
}

asio::awaitable<Result<>> sendTo(CorePtr core, std::string message) {
    auto const cancellation = co_await asio::this_coro::cancellation_state;
    if (insisted(cancellation)) {
        co_return cancelledError(*core);
    }
    if (core->broken || core->closing) {
        co_return gone(*core);
    }
    if (message.size() > core->limits.messageBytes) {
        co_return Error{Errc::invalid, "a message of " + std::to_string(message.size()) +
                                           " bytes is longer than the " +
                                           std::to_string(core->limits.messageBytes) + " allowed"};
    }
    if (core->writers.size() > core->limits.queuedMessages) {
        co_return Error{Errc::exhausted, std::to_string(core->limits.queuedMessages) +
                                             " messages are waiting for " + core->peer};
    }
    Turn turn(core);
    while (!turn.first()) {
        co_await turn.granted().async_wait(kUseTuple);
        auto const now = co_await asio::this_coro::cancellation_state;
        if (insisted(now)) {
            co_return cancelledError(*core);
        }
    }
    if (core->broken) {
        co_return gone(*core);
    }
    // Half a message cannot be taken back: a polite cancellation lets it leave, only an insisting
    // one breaks the connection.
    Guard const guard(
        core->webSocket.get_executor(), core->limits.write, cancellation.slot(),
        [core] { core->abort(); }, asio::cancellation_type::terminal);
    auto const [ec, bytes] =
        co_await core->webSocket.async_write(asio::buffer(message), unheard(kUseTuple));
    if (ec) {
        core->abort();
        co_return explain(
            *core, guard, ec,
            "took no message for " + std::to_string(core->limits.write.count()) + " ms");
    }
    co_return Result<>{};
}

websocket::close_code codeOf(CloseReason reason) {
    switch (reason) {
        case CloseReason::normal:
            return websocket::close_code::normal;
        case CloseReason::serviceRestart:
            return websocket::close_code::service_restart;
        case CloseReason::policy:
            return websocket::close_code::policy_error;
    }
    return websocket::close_code::normal;
}

asio::awaitable<void> closeChannel(CorePtr core, CloseReason reason) {
    if (core->closing || core->broken) {
        core->abort();  // a second close, or nothing left to say
        co_return;
    }
    core->closing = true;
    auto const cancellation = co_await asio::this_coro::cancellation_state;
    auto const executor = core->webSocket.get_executor();
    Turn turn(core);
    if (!turn.first()) {
        Guard const guard(
            executor, core->limits.write, cancellation.slot(), [core] { core->abort(); },
            asio::cancellation_type::terminal);
        while (!turn.first()) {
            co_await turn.granted().async_wait(unheard(kUseTuple));
        }
    }
    if (!core->broken) {
        Guard const guard(
            executor, core->limits.close, cancellation.slot(), [core] { core->abort(); },
            asio::cancellation_type::terminal);
        co_await core->webSocket.async_close(codeOf(reason), unheard(kUseTuple));
    }
    core->abort();
}

void sendNonce(Core& core, std::string nonce) {
    core.nonce = std::move(nonce);
    if (core.nonce.empty()) {
        return;
    }
    auto const add = [text = messages::base64(core.nonce)](websocket::request_type& request) {
        request.set(kNonceHeader, text);
    };
    core.webSocket.set_option(websocket::stream_base::decorator(add));
}

std::string nonceOf(beast::http::request<beast::http::string_body> const& upgrade) {
    auto const header = upgrade[kNonceHeader];
    auto nonce = messages::unbase64({header.data(), header.size()});
    return nonce && nonce->size() == messages::kNonceBytes ? *std::move(nonce) : std::string();
}

class WebSocketChannel final : public Channel {
public:
    explicit WebSocketChannel(CorePtr core) : core_(std::move(core)) {}
    ~WebSocketChannel() override { core_->abort(); }

    asio::awaitable<Result<std::string>> receive() override { return receiveFrom(core_); }
    asio::awaitable<Result<>> send(std::string message) override {
        return sendTo(core_, std::move(message));
    }
    asio::awaitable<void> close(CloseReason reason) override { return closeChannel(core_, reason); }
    std::string peer() const override { return core_->peer; }
    std::string nonce() const override { return core_->nonce; }
    std::optional<Authority> peerAuthority() const override { return core_->authority; }

private:
    CorePtr core_;
};

Milliseconds left(std::chrono::steady_clock::time_point deadline) {
    auto const now = std::chrono::steady_clock::now();
    return std::max(Milliseconds{0}, std::chrono::ceil<Milliseconds>(deadline - now));
}

struct Connected {
    std::unique_ptr<Transport> transport;
    std::optional<Authority> authority;  ///< nothing without TLS
};

asio::awaitable<Result<Connected>> connectTransport(ServerAddress server, TlsTrust trust,
                                                    Milliseconds limit) {
    auto const deadline = std::chrono::steady_clock::now() + limit;
    auto socket = co_await connectTcp(server, limit);
    if (!socket) {
        co_return socket.error();
    }
    Connected out;
    if (!server.tls) {
        out.transport = plainTransport(*std::move(socket));
        co_return out;
    }
    auto secured = co_await connectTls(*std::move(socket), server, trust, left(deadline));
    if (!secured) {
        co_return secured.error();
    }
    out.transport = std::move(secured->transport);
    out.authority = std::move(secured->authority);
    co_return out;
}

}  // namespace

asio::awaitable<Result<std::unique_ptr<Channel>>> connectChannel(std::string controllerUrl,
                                                                 std::string path,
                                                                 ChannelLimits limits,
                                                                 std::string nonce,
                                                                 TlsTrust trust) {
    auto const deadline = std::chrono::steady_clock::now() + limits.connect;
    auto const server = parseServerAddress(controllerUrl);
    if (!server) {
        co_return server.error();
    }
    auto connected = co_await connectTransport(*server, trust, limits.connect);
    if (!connected) {
        co_return connected.error();
    }
    auto const core =
        std::make_shared<Core>(AsyncStream(std::move(connected->transport)), server->authority,
                               limits, std::move(connected->authority));
    sendNonce(*core, std::move(nonce));
    auto const cancellation = co_await asio::this_coro::cancellation_state;
    Guard const guard(core->webSocket.get_executor(), left(deadline), cancellation.slot(),
                      [core] { core->abort(); });
    auto const [ec] =
        co_await core->webSocket.async_handshake(server->authority, path, unheard(kUseTuple));
    if (ec == websocket::error::upgrade_declined) {
        co_return Error{Errc::unavailable, server->authority + " declined the connection at " +
                                               path + "; is it a Tocsin controller?"};
    }
    if (ec) {
        co_return explain(*core, guard, ec, "did not finish the handshake in time");
    }
    co_return std::make_unique<WebSocketChannel>(core);
}

asio::awaitable<Result<std::unique_ptr<Channel>>> acceptChannel(
    AsyncStream stream, beast::http::request<beast::http::string_body> upgrade, std::string peer,
    ChannelLimits limits) {
    auto const core =
        std::make_shared<Core>(std::move(stream), std::move(peer), limits, std::nullopt);
    if (!websocket::is_upgrade(upgrade)) {
        co_return Error{Errc::invalid, core->peer + " did not ask for a WebSocket"};
    }
    core->nonce = nonceOf(upgrade);
    auto const cancellation = co_await asio::this_coro::cancellation_state;
    Guard const guard(core->webSocket.get_executor(), limits.connect, cancellation.slot(),
                      [core] { core->abort(); });
    auto const [ec] = co_await core->webSocket.async_accept(upgrade, unheard(kUseTuple));
    if (ec) {
        co_return explain(*core, guard, ec, "did not finish the handshake in time");
    }
    co_return std::make_unique<WebSocketChannel>(core);
}

}  // namespace tocsin::session
