// SPDX-License-Identifier: Apache-2.0
// Name resolution and TCP connection.
#include "tcp_connect.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/url/parse.hpp>
#include <charconv>
#include <memory>
#include <optional>
#include <vector>

#include "guard.hpp"

namespace tocsin::session {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Clock = std::chrono::steady_clock;

constexpr auto kUseTuple = asio::as_tuple(asio::use_awaitable);

struct Resolving {
    explicit Resolving(asio::any_io_executor const& executor)
        : resolver(executor), finished(executor, asio::steady_timer::time_point::max()) {}
    tcp::resolver resolver;
    asio::steady_timer finished;  ///< never expires; cancelled when the answer is there
    boost::system::error_code failure;
    std::vector<tcp::endpoint> endpoints;
    bool done = false;
};

Milliseconds left(Clock::time_point deadline) {
    return std::max(Milliseconds{0}, std::chrono::ceil<Milliseconds>(deadline - Clock::now()));
}

Error failed(ServerAddress const& server, Guard const& guard, std::string const& why) {
    auto const where = "cannot connect to " + server.authority + ": ";
    if (guard.cancelled()) {
        return {Errc::cancelled, where + "cancelled"};
    }
    if (guard.timedOut()) {
        return {Errc::timedOut, where + "no answer in time"};
    }
    return {Errc::unavailable, where + why};
}

void take(Resolving& into, boost::system::error_code ec, tcp::resolver::results_type const& found) {
    into.done = true;
    into.failure = ec;
    for (auto const& entry : found) {
        into.endpoints.push_back(entry.endpoint());
    }
    into.finished.cancel();
}

/// The system's resolver cannot be interrupted, so the coroutine waits for a timer that its answer
/// cancels; an answer that comes after the deadline finds nobody waiting.
asio::awaitable<Result<std::vector<tcp::endpoint>>> resolve(ServerAddress server,
                                                            Milliseconds limit) {
    auto const executor = co_await asio::this_coro::executor;
    auto const cancellation = co_await asio::this_coro::cancellation_state;
    auto const resolving = std::make_shared<Resolving>(executor);
    Guard const guard(executor, limit, cancellation.slot(),
                      [resolving] { resolving->finished.cancel(); });
    resolving->resolver.async_resolve(
        server.host, server.port,
        [resolving](boost::system::error_code ec, tcp::resolver::results_type const& found) {
            take(*resolving, ec, found);
        });
    co_await resolving->finished.async_wait(unheard(kUseTuple));
    if (!resolving->done || resolving->failure) {
        co_return failed(server, guard, resolving->failure.message());
    }
    co_return std::move(resolving->endpoints);
}

std::optional<std::uint16_t> portOf(std::string const& digits) {
    std::uint16_t port = 0;
    auto const* const end = digits.data() + digits.size();
    auto const [at, ec] = std::from_chars(digits.data(), end, port);
    return ec == std::errc{} && at == end && port != 0 ? std::optional(port) : std::nullopt;
}

}  // namespace

Result<ServerAddress> parseServerAddress(std::string const& url) {
    Error const wrong{Errc::invalid, "\"" + url.substr(0, 200) +
                                         "\" is not a controller's address; write it like "
                                         "https://192.0.2.1:8440"};
    auto const parsed = boost::urls::parse_uri(url);
    bool const tls = parsed && parsed->scheme() == "https";
    if (!parsed || (!tls && parsed->scheme() != "http") || parsed->encoded_host_address().empty() ||
        parsed->has_userinfo() || parsed->has_query() || parsed->has_fragment() ||
        (!parsed->encoded_path().empty() && parsed->encoded_path() != "/")) {
        return wrong;
    }
    std::string const usual = tls ? "443" : "80";
    auto const port = portOf(parsed->has_port() ? std::string(parsed->port()) : usual);
    if (!port) {
        return wrong;
    }
    ServerAddress out;
    out.tls = tls;
    out.host = parsed->host_address();
    out.port = std::to_string(*port);
    auto const host = parsed->encoded_host();
    out.authority = std::string(host.data(), host.size()) + ":" + out.port;
    return out;
}

asio::awaitable<Result<tcp::socket>> connectTcp(ServerAddress server, Milliseconds limit) {
    auto const deadline = Clock::now() + limit;
    auto const executor = co_await asio::this_coro::executor;
    auto endpoints = co_await resolve(server, limit);
    if (!endpoints) {
        co_return endpoints.error();
    }
    auto const cancellation = co_await asio::this_coro::cancellation_state;
    auto const socket = std::make_shared<tcp::socket>(executor);
    Guard const guard(executor, left(deadline), cancellation.slot(), [socket] {
        boost::system::error_code ignored;
        socket->close(ignored);
    });
    std::string why = "the name has no address";
    for (auto const& endpoint : *endpoints) {
        auto const [ec] = co_await socket->async_connect(endpoint, unheard(kUseTuple));
        if (guard.timedOut() || guard.cancelled()) {
            break;
        }
        if (!ec) {
            boost::system::error_code ignored;  // only costs latency where it cannot be set
            socket->set_option(tcp::no_delay(true), ignored);
            co_return std::move(*socket);
        }
        why = ec.message();
        socket->close();
    }
    co_return failed(server, guard, why);
}

}  // namespace tocsin::session
