// SPDX-License-Identifier: Apache-2.0
#include "connection.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <optional>

#include "admission.hpp"
#include "arrival.hpp"
#include "body.hpp"
#include "deadline.hpp"
#include "doorstep.hpp"
#include "exchange.hpp"
#include "file_part.hpp"
#include "file_sender.hpp"
#include "framing.hpp"
#include "tocsin/session/accept_channel.hpp"
#include "tocsin/session/worker_wait.hpp"

namespace tocsin::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = boost::beast::http;
using access::BodyPolicy;
using access::Response;
constexpr auto useTuple = asio::as_tuple(asio::use_awaitable);

constexpr std::size_t kHeaderBytes = 16 << 10;
/// What may have come and wait to be understood: also the longest line before a chunk, and all that
/// follows the last one.
constexpr std::size_t kUnreadBytes = 64 << 10;
constexpr Milliseconds kLinger{2'000};

using Header = bhttp::request_header<>;

std::string_view view(beast::string_view text) {
    return {text.data(), text.size()};
}

std::map<std::string, std::string> headersOf(Header const& header) {
    std::map<std::string, std::string> headers;
    for (auto const& field : header) {
        std::string name(view(field.name_string()));
        std::transform(name.begin(), name.end(), name.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
        });
        headers[std::move(name)] = std::string(view(field.value()));
    }
    return headers;
}

template <class Message>
void setHeaders(Message& message, Response const& response, bool keepAlive) {
    message.set(bhttp::field::server, "tocsin/" TOCSIN_VERSION);
    message.set("X-Content-Type-Options", "nosniff");
    if (response.status != 304 && response.status != 204) {
        message.set(bhttp::field::content_type, response.contentType);
    }
    for (auto const& [name, value] : response.headers) {
        message.set(name, value);
    }
    message.keep_alive(keepAlive);
}

asio::awaitable<bool> sendText(Connection& connection, Response response, bool head,
                               bool keepAlive) {
    bhttp::response<bhttp::string_body> message{static_cast<bhttp::status>(response.status), 11};
    if (!response.reason.empty()) {
        message.reason(response.reason);
    }
    setHeaders(message, response, keepAlive);
    if (response.status != 204) {  // which has neither a body nor its length
        message.body() = std::move(response.body);
        message.prepare_payload();
    }
    bhttp::response_serializer<bhttp::string_body> serializer(message);
    beast::error_code failed;
    if (head) {
        auto const [ec, sent] =
            co_await bhttp::async_write_header(connection.stream, serializer, useTuple);
        failed = ec;
    } else {
        auto const [ec, sent] =
            co_await bhttp::async_write(connection.stream, serializer, useTuple);
        failed = ec;
    }
    co_return !failed;
}

/// The last answer on a connection whose peer may still be sending. Closing while its bytes are
/// unread would reset the connection, and the answer with it, so they are read and dropped for a
/// moment.
asio::awaitable<void> sendLast(Connection& connection, Response response, bool head,
                               Deadline& deadline) {
    deadline.arm(kLinger);
    auto const sent = co_await sendText(connection, std::move(response), head, false);
    if (sent) {
        (void)co_await connection.stream.async_finish(useTuple);
    }
}

Result<Response> answerOf(Exchange const& exchange) {
    auto const& route = *exchange.admitted.route;
    if (exchange.sink) {
        return exchange.sink->finish();
    }
    return route.handler(exchange.principal, exchange.admitted.request);
}

asio::awaitable<Result<Response>> answerOnWorker(Exchange const& exchange) {
    co_return answerOf(exchange);
}

Response tooManySignIns() {
    auto refusal = access::problem(
        {Errc::unavailable, "too many people are signing in just now; try again in a moment"});
    refusal.headers["Retry-After"] = "1";
    return refusal;
}

/// Those who are known have places of their own, and those of all if these are taken. False: there
/// is none.
bool takeSignInPlace(Shared& shared, Exchange& exchange) {
    auto const& settings = shared.settings;
    auto const& fromKnown = exchange.admitted.route->fromKnown;
    if (shared.knownSignIns < settings.knownSignInsAtOnce && fromKnown &&
        fromKnown(exchange.admitted.request)) {
        exchange.known = true;
        exchange.place.emplace(shared.knownSignIns);
        return true;
    }
    if (shared.signIns >= settings.signInsAtOnce) {
        return false;
    }
    exchange.place.emplace(shared.signIns);
    return true;
}

asio::any_io_executor workersFor(Shared const& shared, Exchange const& exchange) {
    auto const& route = *exchange.admitted.route;
    if (route.signsIn) {
        return exchange.known && shared.workers.knownSignIns ? shared.workers.knownSignIns
                                                             : shared.workers.signIns;
    }
    return route.body == BodyPolicy::upload ? shared.workers.uploads : shared.workers.requests;
}

asio::awaitable<Response> handled(Shared& shared, Exchange& exchange) {
    auto const& route = *exchange.admitted.route;
    auto const& path = exchange.admitted.request.path;
    if (route.signsIn && !takeSignInPlace(shared, exchange)) {
        co_return tooManySignIns();
    }
    auto const workers = workersFor(shared, exchange);
    Response response;
    try {
        Result<Response> result = Error{};
        if (route.answersAtOnce) {
            result = answerOf(exchange);
        } else {
            result = co_await asio::co_spawn(workers, answerOnWorker(exchange),
                                             session::waitForWorker());
        }
        response = result ? std::move(*result) : access::problem(result.error());
    } catch (std::exception const& failure) {
        response = afterFailure(path, failure);
    }
    co_return response;
}

asio::awaitable<bool> sendFileBody(Shared& shared, Connection& connection, Exchange const& exchange,
                                   Response response, Deadline& deadline) {
    OpenFile const file(response.file->file);
    if (file.size() < 0) {
        auto gone = access::problem({Errc::notFound, "the content is not there any more"});
        auto const sent =
            co_await sendText(connection, std::move(gone), exchange.head, exchange.keepAlive);
        co_return sent;
    }
    auto const etag = "\"" + response.file->etag.hex() + "\"";
    auto headers = exchange.headers;
    if (exchange.head) {
        headers.erase("range");  // RFC 9110: a range means something to GET alone
    }
    auto const part = choosePart(headers, etag, file.size());
    response.status = part.status;
    bhttp::response<bhttp::empty_body> message{static_cast<bhttp::status>(part.status), 11};
    setHeaders(message, response, exchange.keepAlive);
    message.set(bhttp::field::etag, etag);
    message.set(bhttp::field::accept_ranges, "bytes");
    if (!part.contentRange.empty()) {
        message.set(bhttp::field::content_range, part.contentRange);
    }
    if (part.status != 304) {
        message.content_length(static_cast<std::uint64_t>(part.count));
    }
    bhttp::response_serializer<bhttp::empty_body> serializer(message);
    auto const [ec, sent] =
        co_await bhttp::async_write_header(connection.stream, serializer, useTuple);
    if (ec) {
        co_return false;
    }
    if (exchange.head || part.count == 0) {
        co_return true;
    }
    auto const whole = co_await sendFile(connection.stream, file, part.first, part.count, deadline,
                                         shared.settings.idle);
    co_return whole;
}

asio::awaitable<std::optional<Response>> admitOnWorker(Shared& shared, Exchange& exchange) {
    auto outcome = shared.gate.admit(*exchange.admitted.route, exchange.admitted.request);
    std::optional<Response> refusal;
    if (auto* refused = std::get_if<Response>(&outcome)) {
        refusal = std::move(*refused);
    } else {
        exchange.principal = std::move(std::get<access::Principal>(outcome));
    }
    co_return refusal;
}

/// Who is calling, and whether they may; an answer if not. Before the body is read.
asio::awaitable<std::optional<Response>> authorise(Shared& shared, Exchange& exchange,
                                                   Deadline& deadline) {
    if (exchange.admitted.route->withoutAuthorisation) {
        co_return std::nullopt;
    }
    deadline.disarm();  // the client is not to blame for a busy worker
    std::optional<Response> refusal;
    try {
        refusal = co_await asio::co_spawn(shared.workers.requests, admitOnWorker(shared, exchange),
                                          session::waitForWorker());
    } catch (std::exception const& failure) {
        refusal = afterFailure(exchange.admitted.request.path, failure);
    }
    co_return refusal;
}

Visit visitOf(Shared const& shared, Connection const& connection) {
    return {connection.secure ? Way::tls : Way::plain, shared.settings.names};
}

/// Where a browser that came without TLS finds this controller: as it called it, unless that could
/// be anybody's name; else by the address it reached.
std::string hostFor(Shared const& shared, Connection& connection, Header const& header) {
    std::string asked(view(header[bhttp::field::host]));
    if (isKnownHost(asked, shared.settings.names)) {
        return asked;
    }
    boost::system::error_code ec;
    auto const local = connection.stream.transport().plainSocket()->local_endpoint(ec);
    auto const address = plainForm(local.address());
    auto const text = address.to_string();
    return (address.is_v6() ? "[" + text + "]" : text) + ":" + std::to_string(local.port());
}

/// What somebody from elsewhere gets who speaks no TLS. It ends the connection.
asio::awaitable<void> standAtDoorstep(Shared& shared, Connection& connection, Header const& header,
                                      Deadline& deadline) {
    Response response;
    if (shared.settings.tls) {
        auto const host = hostFor(shared, connection, header);
        response = answerAtDoorstep(view(header.method_string()), view(header.target()), host,
                                    shared.settings.tls->authority());
    } else {
        response = access::problem({Errc::permission,
                                    "this controller serves plain HTTP to its "
                                    "own machine only"});
    }
    co_await sendLast(connection, std::move(response), header.method() == bhttp::verb::head,
                      deadline);
}

/// One request and its answer. False: the connection is to end.
asio::awaitable<bool> exchangeOne(Shared& shared, Connection& connection,
                                  beast::flat_buffer& buffer, HeaderParser& parser,
                                  Deadline& deadline) {
    Exchange exchange;
    exchange.headers = headersOf(parser.get().base());
    exchange.keepAlive = parser.keep_alive();
    exchange.head = parser.get().method() == bhttp::verb::head;
    bool const hasBody = !parser.is_done();
    auto outcome =
        admit(shared.routes, std::string(view(parser.get().method_string())),
              view(parser.get().target()), exchange.headers, visitOf(shared, connection));
    std::optional<Response> refusal;
    if (auto* refused = std::get_if<Response>(&outcome)) {
        refusal = std::move(*refused);
    } else {
        exchange.admitted = std::move(std::get<Admitted>(outcome));
        exchange.admitted.request.peer = connection.peer.substr(0, connection.peer.rfind(':'));
        auto const policy = exchange.admitted.route->body;
        refusal = co_await authorise(shared, exchange, deadline);
        // A refusal is said below, without reading the body.
        if (!refusal && (hasBody || policy != BodyPolicy::none)) {
            auto read =
                co_await receiveBody(shared, connection, buffer, parser, exchange, deadline);
            if (!read.connected) {
                co_return false;
            }
            refusal = std::move(read.refusal);
        }
    }
    auto const withRouteHeaders = [&exchange](Response& response) {
        if (auto const* route = exchange.admitted.route) {
            response.headers.insert(route->headers.begin(), route->headers.end());
        }
    };
    if (refusal && hasBody) {
        withRouteHeaders(*refusal);
        // What follows on this connection could not be told from the rest of the body.
        co_await sendLast(connection, std::move(*refusal), exchange.head, deadline);
        co_return false;
    }
    Response response;
    if (refusal) {
        response = std::move(*refusal);
    } else {
        deadline.disarm();  // a handler has its own limits
        response = co_await handled(shared, exchange);
    }
    withRouteHeaders(response);
    deadline.arm(shared.settings.idle);
    exchange.keepAlive = exchange.keepAlive && !shared.stopping;
    bool sent = false;
    if (response.file) {
        sent = co_await sendFileBody(shared, connection, exchange, std::move(response), deadline);
    } else {
        sent =
            co_await sendText(connection, std::move(response), exchange.head, exchange.keepAlive);
    }
    co_return sent&& exchange.keepAlive;
}

bool isPlayerUpgrade(Header const& header) {
    return header.target() == "/player" && header.method() == bhttp::verb::get &&
           beast::iequals(header[bhttp::field::upgrade], "websocket");
}

/// Nothing if it was refused, or the player has gone.
asio::awaitable<std::unique_ptr<session::Channel>> upgradePlayer(Shared& shared,
                                                                 Connection& connection,
                                                                 HeaderParser& parser,
                                                                 Deadline& deadline) {
    // A page of another site can open WebSockets to here as well, and the browser shows it what
    // comes.
    auto const headers = headersOf(parser.get().base());
    if (auto refusal = refuseStranger(true, headers, visitOf(shared, connection))) {
        co_await sendLast(connection, std::move(*refusal), false, deadline);
        co_return nullptr;
    }
    deadline.disarm();
    connection.upgraded = true;
    bhttp::request<bhttp::string_body> request;
    request.base() = parser.release().base();
    session::ChannelLimits const limits;
    auto channel = co_await session::acceptChannel(std::move(connection.stream), std::move(request),
                                                   connection.peer, limits);
    co_return channel ? std::move(*channel) : nullptr;
}

/// Waits for the first byte of a further request; the connection may idle until then.
asio::awaitable<bool> awaitRequest(Shared& shared, Connection& connection,
                                   beast::flat_buffer& buffer, Deadline& deadline) {
    deadline.arm(shared.settings.idle);
    auto const into = buffer.prepare(4096);
    auto const [ec, got] = co_await connection.stream.async_read_some(into, useTuple);
    buffer.commit(got);
    co_return !ec;
}

/// What to say to bytes that are no request; nothing if the peer has simply gone.
std::optional<Response> answerToNoRequest(beast::error_code ec) {
    if (ec == bhttp::error::header_limit || ec == bhttp::error::buffer_overflow) {
        return problemWithStatus(431, "the request's header is longer than 16 KiB");
    }
    bool const gone = ec == bhttp::error::end_of_stream || ec == bhttp::error::partial_message;
    if (gone || ec.category() != bhttp::make_error_code(bhttp::error::bad_method).category()) {
        return std::nullopt;
    }
    return problemWithStatus(400, "this is not an HTTP request: " + ec.message());
}

/// Requests and answers. Gives the channel of a player, for which the connection was upgraded.
asio::awaitable<std::unique_ptr<session::Channel>> converse(
    Shared& shared, std::shared_ptr<Connection> connection) {
    std::unique_ptr<session::Channel> player;
    beast::flat_buffer buffer(kUnreadBytes);
    Deadline deadline(connection->stream);
    bool goOn = co_await arrive(shared, *connection, deadline);
    for (bool first = true; goOn && !shared.stopping; first = false) {
        connection->busy = false;
        if (!first && buffer.size() == 0) {
            auto const there = co_await awaitRequest(shared, *connection, buffer, deadline);
            if (!there) {
                break;
            }
        }
        deadline.arm(shared.settings.header);
        HeaderParser parser;
        parser.header_limit(kHeaderBytes);
        parser.body_limit(boost::none);
        auto const [ec, got] =
            co_await bhttp::async_read_header(connection->stream, buffer, parser, useTuple);
        connection->busy = true;
        if (ec) {
            if (auto answer = answerToNoRequest(ec)) {
                co_await sendLast(*connection, std::move(*answer), false, deadline);
            }
            break;
        }
        if (!connection->secure && !connection->plainIsEnough) {
            co_await standAtDoorstep(shared, *connection, parser.get().base(), deadline);
            break;
        }
        if (auto refusal = refuseDoubtful(parser.get().base())) {
            co_await sendLast(*connection, std::move(*refusal), false, deadline);
            break;
        }
        if (isPlayerUpgrade(parser.get().base())) {
            player = co_await upgradePlayer(shared, *connection, parser, deadline);
            break;
        }
        goOn = co_await exchangeOne(shared, *connection, buffer, parser, deadline);
    }
    if (!connection->upgraded && connection->secure) {
        deadline.arm(
            kLinger);  // TLS says that it ends; otherwise it could have been cut by anybody
        (void)co_await connection->stream.async_finish(useTuple);
    }
    if (!connection->upgraded) {
        connection->stream.close();
    }
    co_return player;
}

}  // namespace

/// Of thousands of players that idle nothing stays that only their requests needed: that ends with
/// converse().
asio::awaitable<void> serveConnection(Shared& shared, std::shared_ptr<Connection> connection) {
    auto player = co_await converse(shared, connection);
    if (player) {
        std::function<void()> known = [connection] { connection->leaveDoor(); };
        co_await shared.upgrade(std::move(player), std::move(known));
    }
}

asio::awaitable<void> turnAway(Shared& shared, std::shared_ptr<Connection> connection) {
    Deadline deadline(connection->stream);
    auto const there = co_await arrive(shared, *connection, deadline);
    if (!there) {
        connection->stream.close();
        co_return;
    }
    auto full =
        access::problem({Errc::unavailable, "too many connections are open; try again later"});
    full.headers["Retry-After"] = "5";
    co_await sendLast(*connection, std::move(full), false, deadline);
    connection->stream.close();
}

}  // namespace tocsin::http
