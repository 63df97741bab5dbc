// SPDX-License-Identifier: Apache-2.0
#include "connection.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <optional>

#include "deadline.hpp"
#include "file_sender.hpp"
#include "guard.hpp"
#include "range.hpp"
#include "target.hpp"
#include "tocsin/session/accept_channel.hpp"
#include "upload_file.hpp"

namespace tocsin::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = boost::beast::http;
using access::BodyPolicy;
using access::Response;
constexpr auto useTuple = asio::as_tuple(asio::use_awaitable);

constexpr std::size_t kHeaderBytes = 16 << 10;
constexpr std::size_t kTextBytes = 1 << 20;
constexpr std::size_t kUploadBlock = 256 << 10;

using HeaderParser = bhttp::request_parser<bhttp::empty_body>;
using Header = bhttp::request_header<>;

/// One request on its way through the connection.
struct Exchange {
    Header header;
    access::Request request;
    access::Route const* route = nullptr;
    bool keepAlive = true;
    bool head = false;
    std::unique_ptr<UploadFile> upload;
};

std::string_view view(beast::string_view text) {
    return {text.data(), text.size()};
}

Response problemWithStatus(int status, std::string detail) {
    auto response = access::problem({Errc::invalid, std::move(detail)});
    auto const at = response.body.find("\"status\":422");
    if (at != std::string::npos) {
        response.body.replace(at, 12, "\"status\":" + std::to_string(status));
    }
    response.status = status;
    return response;
}

/// Finds the route; the answer that refuses the request before its body is read, if it is to be
/// refused.
std::optional<Response> refuseByHeader(Shared const& shared, Exchange& exchange) {
    auto const& header = exchange.header;
    auto const host = view(header[bhttp::field::host]);
    if (!isLoopbackHost(host)) {
        return problemWithStatus(
            421, "this controller answers on loopback addresses only, not as " + std::string(host));
    }
    auto target = parseTarget(view(header.target()));
    if (!target) {
        return access::problem(target.error());
    }
    exchange.request.path = target->path;
    exchange.request.query = std::move(target->query);
    exchange.request.method = exchange.head ? "GET" : std::string(view(header.method_string()));
    bool pathKnown = false;
    for (auto const& route : shared.routes) {
        auto parameters = access::match(route.pattern, exchange.request.path);
        pathKnown = pathKnown || parameters.has_value();
        if (parameters && route.method == exchange.request.method) {
            exchange.route = &route;
            exchange.request.parameters = std::move(*parameters);
            break;
        }
    }
    if (exchange.route == nullptr) {
        return pathKnown ? problemWithStatus(405, exchange.request.path + " does not take " +
                                                      exchange.request.method)
                         : access::problem(
                               {Errc::notFound, "there is nothing at " + exchange.request.path});
    }
    if (exchange.request.method != "GET" &&
        !isOwnOrigin(view(header[bhttp::field::origin]), host)) {
        return access::problem(
            {Errc::permission, "a page of another site may not change anything here"});
    }
    if (!exchange.route->withoutAuthorisation &&
        !access::localOperator().may(exchange.route->permission)) {
        return access::problem(
            {Errc::permission, "this needs the permission " +
                                   std::string(access::toString(exchange.route->permission))});
    }
    for (auto const& field : header) {
        std::string name(view(field.name_string()));
        for (auto& c : name) {
            c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
        }
        exchange.request.headers[name] = std::string(view(field.value()));
    }
    return std::nullopt;
}

/// A client that asks first ("Expect: 100-continue") is told to go on.
asio::awaitable<bool> sayContinue(Connection& connection, Header const& header) {
    if (!beast::iequals(header[bhttp::field::expect], "100-continue")) {
        co_return true;
    }
    bhttp::response<bhttp::empty_body> goOn{bhttp::status::continue_, 11};
    auto const [ec, sent] = co_await bhttp::async_write(connection.stream, goOn, useTuple);
    co_return !ec;
}

std::optional<Response> bodyTooLong(beast::error_code ec, std::int64_t limit) {
    if (ec == bhttp::error::body_limit) {
        return problemWithStatus(
            413, "the body is longer than " + std::to_string(limit) + " bytes; this is the limit");
    }
    return std::nullopt;
}

/// What to say to bytes that are no request; nothing to a peer that has simply gone.
std::optional<Response> refusalOf(beast::error_code ec) {
    if (ec == bhttp::error::header_limit) {
        return problemWithStatus(431, "the request's header is longer than 16 KiB");
    }
    bool const parsing =
        ec.category() == bhttp::make_error_code(bhttp::error::bad_method).category();
    if (parsing && ec != bhttp::error::end_of_stream && ec != bhttp::error::partial_message) {
        return problemWithStatus(400, "this is not an HTTP request: " + ec.message());
    }
    return std::nullopt;
}

struct BodyRead {
    bool connected = true;            ///< false: nothing more can be said
    std::optional<Response> refusal;  ///< the connection ends after it
};

asio::awaitable<BodyRead> readText(Connection& connection, beast::flat_buffer& buffer,
                                   HeaderParser& header, Exchange& exchange) {
    bhttp::request_parser<bhttp::string_body> parser(std::move(header));
    parser.body_limit(kTextBytes);
    auto const [ec, got] = co_await bhttp::async_read(connection.stream, buffer, parser, useTuple);
    if (ec) {
        auto refusal = bodyTooLong(ec, kTextBytes);
        co_return BodyRead{refusal.has_value(), refusal};
    }
    exchange.request.body = std::move(parser.get().body());
    co_return BodyRead{};
}

asio::awaitable<Result<>> appendOnWorker(UploadFile& file, std::string_view bytes) {
    co_return file.append(bytes);
}

asio::awaitable<BodyRead> readUpload(Shared& shared, Connection& connection,
                                     beast::flat_buffer& buffer, HeaderParser& header,
                                     Exchange& exchange, Deadline& deadline) {
    bhttp::request_parser<bhttp::buffer_body> parser(std::move(header));
    parser.body_limit(static_cast<std::uint64_t>(shared.settings.uploadLimitBytes));
    exchange.upload = std::make_unique<UploadFile>(shared.settings.uploads);
    exchange.request.bodyFile = exchange.upload->path();
    std::vector<char> block(kUploadBlock);
    while (!parser.is_done()) {
        parser.get().body().data = block.data();
        parser.get().body().size = block.size();
        auto const [ec, got] =
            co_await bhttp::async_read(connection.stream, buffer, parser, useTuple);
        if (ec && ec != bhttp::error::need_buffer) {
            auto refusal = bodyTooLong(ec, shared.settings.uploadLimitBytes);
            co_return BodyRead{refusal.has_value(), refusal};
        }
        deadline.arm(shared.settings.idle);
        std::string_view const bytes(block.data(), block.size() - parser.get().body().size);
        auto kept = co_await asio::co_spawn(shared.workers, appendOnWorker(*exchange.upload, bytes),
                                            asio::use_awaitable);
        if (!kept) {
            co_return BodyRead{true, access::problem(kept.error())};
        }
    }
    exchange.upload->close();
    co_return BodyRead{};
}

asio::awaitable<Result<Response>> handleOnWorker(access::Route const& route,
                                                 access::Request const& request) {
    co_return route.handler(access::localOperator(), request);
}

asio::awaitable<Response> handled(Shared& shared, Exchange const& exchange) {
    Response response;
    try {
        auto result = co_await asio::co_spawn(
            shared.workers, handleOnWorker(*exchange.route, exchange.request), asio::use_awaitable);
        response = result ? std::move(*result) : access::problem(result.error());
    } catch (Failure const& failure) {
        spdlog::error("handler failed path={} err=\"{}\"", exchange.request.path, failure.what());
        response = access::problem(failure.error());
    } catch (std::exception const& failure) {
        spdlog::error("handler failed path={} err=\"{}\"", exchange.request.path, failure.what());
        response =
            access::problem({Errc::internal, "the controller could not do this; its log says why"});
    }
    co_return response;
}

template <class Message>
void setHeaders(Message& message, Response const& response, bool keepAlive) {
    message.set(bhttp::field::server, "tocsin/" TOCSIN_VERSION);
    message.set("X-Content-Type-Options", "nosniff");
    if (response.status != 304) {
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
    setHeaders(message, response, keepAlive);
    message.body() = std::move(response.body);
    message.prepare_payload();
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
    RangeAnswer range = WholeFile{};
    auto const ifRange = view(exchange.header[bhttp::field::if_range]);
    if (ifRange.empty() || ifRange == etag) {
        range = answerRange(view(exchange.header[bhttp::field::range]), file.size());
    }
    std::int64_t first = 0;
    std::int64_t count = file.size();
    bhttp::response<bhttp::empty_body> message{static_cast<bhttp::status>(response.status), 11};
    if (view(exchange.header[bhttp::field::if_none_match]) == etag) {
        response.status = 304;
        count = 0;
    } else if (std::holds_alternative<NotSatisfiable>(range)) {
        response.status = 416;
        message.set(bhttp::field::content_range, "bytes */" + std::to_string(file.size()));
        count = 0;
    } else if (auto const* part = std::get_if<ByteRange>(&range)) {
        response.status = 206;
        first = part->first;
        count = part->last - part->first + 1;
        message.set(bhttp::field::content_range, "bytes " + std::to_string(part->first) + "-" +
                                                     std::to_string(part->last) + "/" +
                                                     std::to_string(file.size()));
    }
    message.result(static_cast<unsigned>(response.status));
    setHeaders(message, response, exchange.keepAlive);
    message.set(bhttp::field::etag, etag);
    message.set(bhttp::field::accept_ranges, "bytes");
    if (response.status != 304) {
        message.content_length(static_cast<std::uint64_t>(count));
    }
    bhttp::response_serializer<bhttp::empty_body> serializer(message);
    auto const [ec, sent] =
        co_await bhttp::async_write_header(connection.stream, serializer, useTuple);
    auto* socket = connection.stream.transport().plainSocket();
    if (ec || socket == nullptr) {
        co_return false;
    }
    if (exchange.head || count == 0) {
        co_return true;
    }
    auto const whole =
        co_await sendFile(*socket, file, first, count, deadline, shared.settings.idle);
    co_return whole;
}

bool isPlayerUpgrade(Header const& header) {
    return header.target() == "/player" && header.method() == bhttp::verb::get &&
           beast::iequals(header[bhttp::field::upgrade], "websocket");
}

asio::awaitable<void> upgradePlayer(Shared& shared, std::shared_ptr<Connection> connection,
                                    HeaderParser& parser) {
    connection->upgraded = true;
    bhttp::request<bhttp::string_body> request;
    request.base() = parser.release().base();
    session::ChannelLimits const limits;
    auto channel = co_await session::acceptChannel(std::move(connection->stream),
                                                   std::move(request), connection->peer, limits);
    if (channel) {
        co_await shared.upgrade(std::move(*channel));
    }
}

/// One request and its answer. False: the connection is to end.
asio::awaitable<bool> exchangeOne(Shared& shared, Connection& connection,
                                  beast::flat_buffer& buffer, HeaderParser& parser,
                                  Deadline& deadline) {
    Exchange exchange;
    exchange.header = parser.get().base();
    exchange.keepAlive = parser.keep_alive();
    exchange.head = exchange.header.method() == bhttp::verb::head;
    auto refusal = refuseByHeader(shared, exchange);
    bool const hasBody = !parser.is_done();
    if (!refusal && exchange.route->body == BodyPolicy::none && hasBody) {
        refusal = problemWithStatus(413, exchange.request.path + " takes no body");
    }
    if (!refusal && exchange.route->body != BodyPolicy::none) {
        auto const going = co_await sayContinue(connection, exchange.header);
        if (!going) {
            co_return false;
        }
        deadline.arm(shared.settings.idle);
        BodyRead read;
        if (exchange.route->body == BodyPolicy::text) {
            read = co_await readText(connection, buffer, parser, exchange);
        } else {
            read = co_await readUpload(shared, connection, buffer, parser, exchange, deadline);
        }
        if (!read.connected) {
            co_return false;
        }
        refusal = std::move(read.refusal);
    } else if (refusal && !hasBody) {
        deadline.arm(shared.settings.idle);
        auto const sent = co_await sendText(connection, std::move(*refusal), exchange.head,
                                            exchange.keepAlive && !shared.stopping);
        co_return sent&& exchange.keepAlive && !shared.stopping;
    }
    if (refusal) {
        // The rest of the body was not read: what follows on this connection could not be told from
        // it.
        deadline.arm(shared.settings.idle);
        (void)co_await sendText(connection, std::move(*refusal), exchange.head, false);
        co_return false;
    }
    deadline.disarm();  // a handler has its own limits
    auto response = co_await handled(shared, exchange);
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

}  // namespace

asio::awaitable<void> serveConnection(Shared& shared, std::shared_ptr<Connection> connection) {
    beast::flat_buffer buffer;
    Deadline deadline(connection->stream);
    bool goOn = true;
    for (bool first = true; goOn && !shared.stopping; first = false) {
        HeaderParser parser;
        parser.header_limit(kHeaderBytes);
        parser.body_limit(boost::none);
        connection->busy = false;
        deadline.arm(first ? shared.settings.header : shared.settings.idle);
        if (!first && buffer.size() == 0) {
            // Between requests the connection may idle; from the first byte on the header has its
            // own deadline.
            auto const [waited, got] =
                co_await connection->stream.async_read_some(buffer.prepare(4096), useTuple);
            if (waited) {
                break;
            }
            buffer.commit(got);
            deadline.arm(shared.settings.header);
        }
        auto const [ec, got] =
            co_await bhttp::async_read_header(connection->stream, buffer, parser, useTuple);
        connection->busy = true;
        if (ec) {
            if (auto refusal = refusalOf(ec)) {
                (void)co_await sendText(*connection, std::move(*refusal), false, false);
            }
            break;
        }
        if (isPlayerUpgrade(parser.get().base()) &&
            isLoopbackHost(view(parser.get()[bhttp::field::host]))) {
            deadline.disarm();
            co_await upgradePlayer(shared, connection, parser);
            co_return;
        }
        goOn = co_await exchangeOne(shared, *connection, buffer, parser, deadline);
    }
    connection->stream.close();
}

}  // namespace tocsin::http
