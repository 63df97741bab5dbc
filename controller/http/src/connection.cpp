// SPDX-License-Identifier: Apache-2.0
#include "connection.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
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

#include "admission.hpp"
#include "deadline.hpp"
#include "file_part.hpp"
#include "file_sender.hpp"
#include "tocsin/access/disk_room.hpp"
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
constexpr std::int64_t kTextBytes = 1 << 20;
constexpr std::size_t kUploadBlock = 256 << 10;
constexpr Milliseconds kLinger{2'000};

using HeaderParser = bhttp::request_parser<bhttp::empty_body>;
using Header = bhttp::request_header<>;

/// Deletes where blocking is allowed.
struct OnWorker {
    asio::any_io_executor workers;
    void operator()(UploadFile* file) const {
        asio::post(workers, [file] { delete file; });
    }
};

/// Holds one of the places for uploads. On the io thread.
class UploadPlace {
public:
    explicit UploadPlace(std::size_t& taken) : taken_(taken) { ++taken_; }
    ~UploadPlace() { --taken_; }
    UploadPlace(UploadPlace const&) = delete;
    UploadPlace& operator=(UploadPlace const&) = delete;

private:
    std::size_t& taken_;
};

Response tooManyUploads() {
    auto full = access::problem(
        {Errc::unavailable, "too many uploads are under way; try again in a few seconds"});
    full.headers["Retry-After"] = "5";
    return full;
}

/// One request on its way through the connection.
struct Exchange {
    Admitted admitted;
    std::map<std::string, std::string> headers;  ///< names in lower case
    bool keepAlive = true;
    bool head = false;
    std::optional<UploadPlace> place;
    std::unique_ptr<UploadFile, OnWorker> upload;
};

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

/// The last answer on a connection whose peer may still be sending. Closing while its bytes are
/// unread would reset the connection, and the answer with it, so they are read and dropped for a
/// moment.
asio::awaitable<void> sendLast(Connection& connection, Response response, bool head,
                               Deadline& deadline) {
    deadline.arm(kLinger);
    auto const sent = co_await sendText(connection, std::move(response), head, false);
    auto* const socket = connection.stream.transport().plainSocket();
    if (!sent || socket == nullptr) {
        co_return;
    }
    beast::error_code failed;
    socket->shutdown(asio::ip::tcp::socket::shutdown_send, failed);
    std::vector<char> dropped(64 << 10);
    while (!failed) {
        auto const into = asio::buffer(dropped);
        auto const [ec, got] = co_await connection.stream.async_read_some(into, useTuple);
        failed = ec;
    }
}

/// A client that asks first ("Expect: 100-continue") is told to go on.
asio::awaitable<bool> sayContinue(Connection& connection, HeaderParser const& parser) {
    if (!beast::iequals(parser.get()[bhttp::field::expect], "100-continue")) {
        co_return true;
    }
    bhttp::response<bhttp::empty_body> goOn{bhttp::status::continue_, 11};
    auto const [ec, sent] = co_await bhttp::async_write(connection.stream, goOn, useTuple);
    co_return !ec;
}

struct BodyRead {
    bool connected = true;            ///< false: nothing more can be said
    std::optional<Response> refusal;  ///< the connection ends after it
};

BodyRead tooLong(std::int64_t limit) {
    return {true, problemWithStatus(413, "the body is longer than " + std::to_string(limit) +
                                             " bytes, which is the limit")};
}

BodyRead bodyFailed(beast::error_code ec, std::int64_t limit) {
    return ec == bhttp::error::body_limit ? tooLong(limit) : BodyRead{false, std::nullopt};
}

asio::awaitable<BodyRead> readText(Connection& connection, beast::flat_buffer& buffer,
                                   HeaderParser& header, Exchange& exchange) {
    bhttp::request_parser<bhttp::string_body> parser(std::move(header));
    parser.body_limit(static_cast<std::uint64_t>(kTextBytes));
    auto const [ec, got] = co_await bhttp::async_read(connection.stream, buffer, parser, useTuple);
    if (ec) {
        co_return bodyFailed(ec, kTextBytes);
    }
    exchange.admitted.request.body = std::move(parser.get().body());
    co_return BodyRead{};
}

asio::awaitable<Result<std::unique_ptr<UploadFile>>> openOnWorker(Shared const& shared,
                                                                  std::int64_t expected) {
    auto const& settings = shared.settings;
    UploadFile::Room room = [directory = settings.uploads,
                             reserve = settings.diskReserveBytes](std::int64_t more) {
        return access::checkRoom(directory, more, reserve);
    };
    co_return UploadFile::open(settings.uploads, expected, std::move(room));
}

asio::awaitable<Result<>> appendOnWorker(UploadFile& file, std::string_view bytes) {
    co_return file.append(bytes);
}

/// Where an upload will be kept. It may be refused before the client has sent a byte of it.
asio::awaitable<std::optional<Response>> openUpload(Shared& shared, HeaderParser const& header,
                                                    Exchange& exchange, Deadline& deadline) {
    if (shared.uploads >= shared.settings.uploadsAtOnce) {
        co_return tooManyUploads();
    }
    exchange.place.emplace(shared.uploads);
    auto const expected = static_cast<std::int64_t>(header.content_length().value_or(0));
    deadline.disarm();  // the client is not to blame for a busy worker
    auto opened = co_await asio::co_spawn(shared.workers.requests, openOnWorker(shared, expected),
                                          asio::use_awaitable);
    if (!opened) {
        co_return access::problem(opened.error());
    }
    exchange.upload = {opened->release(), OnWorker{shared.workers.requests}};
    exchange.admitted.request.bodyFile = exchange.upload->path();
    co_return std::nullopt;
}

asio::awaitable<BodyRead> readUpload(Shared& shared, Connection& connection,
                                     beast::flat_buffer& buffer, HeaderParser& header,
                                     Exchange& exchange, Deadline& deadline) {
    auto const limit = shared.settings.uploadLimitBytes;
    bhttp::request_parser<bhttp::buffer_body> parser(std::move(header));
    parser.body_limit(static_cast<std::uint64_t>(limit));
    std::vector<char> block(kUploadBlock);
    auto& body = parser.get().body();
    body.data = block.data();
    body.size = block.size();
    while (!parser.is_done()) {
        auto const [ec, got] =
            co_await bhttp::async_read_some(connection.stream, buffer, parser, useTuple);
        if (ec && ec != bhttp::error::need_buffer) {
            co_return bodyFailed(ec, limit);
        }
        if (body.size > 0 && !parser.is_done()) {
            deadline.arm(shared.settings.idle);
            continue;
        }
        deadline.disarm();  // the client is not to blame for a busy worker
        std::string_view const bytes(block.data(), block.size() - body.size);
        auto kept = co_await asio::co_spawn(
            shared.workers.requests, appendOnWorker(*exchange.upload, bytes), asio::use_awaitable);
        if (!kept) {
            co_return BodyRead{true, access::problem(kept.error())};
        }
        deadline.arm(shared.settings.idle);
        body.data = block.data();
        body.size = block.size();
    }
    exchange.upload->close();
    co_return BodyRead{};
}

asio::awaitable<BodyRead> readBody(Shared& shared, Connection& connection,
                                   beast::flat_buffer& buffer, HeaderParser& parser,
                                   Exchange& exchange, Deadline& deadline) {
    bool const isText = exchange.admitted.route->body == BodyPolicy::text;
    auto const limit = isText ? kTextBytes : shared.settings.uploadLimitBytes;
    // Beast looks at the limit when it reads the header, before the route is known; later only at
    // chunks.
    if (auto const length = parser.content_length();
        length && *length > static_cast<std::uint64_t>(limit)) {
        co_return tooLong(limit);
    }
    if (!isText) {
        auto refused = co_await openUpload(shared, parser, exchange, deadline);
        if (refused) {
            co_return BodyRead{true, std::move(refused)};
        }
    }
    deadline.arm(shared.settings.idle);
    auto const going = co_await sayContinue(connection, parser);
    if (!going) {
        co_return BodyRead{false, std::nullopt};
    }
    BodyRead read;
    if (isText) {
        read = co_await readText(connection, buffer, parser, exchange);
    } else {
        read = co_await readUpload(shared, connection, buffer, parser, exchange, deadline);
    }
    co_return read;
}

asio::awaitable<Result<Response>> handleOnWorker(access::Route const& route,
                                                 access::Request const& request) {
    co_return route.handler(access::localOperator(), request);
}

asio::awaitable<Response> handled(Shared& shared, Exchange const& exchange) {
    auto const& route = *exchange.admitted.route;
    auto const& request = exchange.admitted.request;
    auto const& path = request.path;
    auto const& workers =
        route.body == BodyPolicy::upload ? shared.workers.uploads : shared.workers.requests;
    Response response;
    try {
        Result<Response> result = Error{};
        if (route.answersAtOnce) {
            result = route.handler(access::localOperator(), request);
        } else {
            result = co_await asio::co_spawn(workers, handleOnWorker(route, request),
                                             asio::use_awaitable);
        }
        response = result ? std::move(*result) : access::problem(result.error());
    } catch (Failure const& failure) {
        spdlog::error("handler failed path={} err=\"{}\"", path, failure.what());
        response = access::problem(failure.error());
    } catch (std::exception const& failure) {
        spdlog::error("handler failed path={} err=\"{}\"", path, failure.what());
        response =
            access::problem({Errc::internal, "the controller could not do this; its log says why"});
    }
    co_return response;
}

asio::awaitable<bool> sendFileBody(Shared& shared, Connection& connection, Exchange const& exchange,
                                   Response response, Deadline& deadline) {
    OpenFile const file(response.file->file);
    auto* const socket = connection.stream.transport().plainSocket();
    if (file.size() < 0 || socket == nullptr) {
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
    auto const whole =
        co_await sendFile(*socket, file, part.first, part.count, deadline, shared.settings.idle);
    co_return whole;
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
    auto outcome = admit(shared.routes, std::string(view(parser.get().method_string())),
                         view(parser.get().target()), exchange.headers);
    std::optional<Response> refusal;
    if (auto* refused = std::get_if<Response>(&outcome)) {
        refusal = std::move(*refused);
    } else {
        exchange.admitted = std::move(std::get<Admitted>(outcome));
        auto const policy = exchange.admitted.route->body;
        if (policy == BodyPolicy::none && hasBody) {
            refusal = problemWithStatus(413, exchange.admitted.request.path + " takes no body");
        } else if (policy != BodyPolicy::none) {
            auto read = co_await readBody(shared, connection, buffer, parser, exchange, deadline);
            if (!read.connected) {
                co_return false;
            }
            refusal = std::move(read.refusal);
        }
    }
    if (refusal && hasBody) {
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

asio::awaitable<void> upgradePlayer(Shared& shared, std::shared_ptr<Connection> connection,
                                    HeaderParser& parser, Deadline& deadline) {
    // A page of another site can open WebSockets to here as well, and the browser shows it what
    // comes.
    if (auto refusal = refuseStranger(true, headersOf(parser.get().base()))) {
        co_await sendLast(*connection, std::move(*refusal), false, deadline);
        co_return;
    }
    deadline.disarm();
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

}  // namespace

asio::awaitable<void> serveConnection(Shared& shared, std::shared_ptr<Connection> connection) {
    beast::flat_buffer buffer;
    Deadline deadline(connection->stream);
    bool goOn = true;
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
        if (isPlayerUpgrade(parser.get().base())) {
            co_await upgradePlayer(shared, connection, parser, deadline);
            break;
        }
        goOn = co_await exchangeOne(shared, *connection, buffer, parser, deadline);
    }
    if (!connection->upgraded) {
        connection->stream.close();
    }
}

asio::awaitable<void> turnAway(std::shared_ptr<Connection> connection) {
    Deadline deadline(connection->stream);
    auto full =
        access::problem({Errc::unavailable, "too many connections are open; try again later"});
    full.headers["Retry-After"] = "5";
    co_await sendLast(*connection, std::move(full), false, deadline);
    connection->stream.close();
}

}  // namespace tocsin::http
