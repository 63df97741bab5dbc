// SPDX-License-Identifier: Apache-2.0
#include "body.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <string_view>
#include <variant>
#include <vector>

#include "tocsin/access/disk_room.hpp"
#include "tocsin/session/worker_wait.hpp"

namespace tocsin::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = boost::beast::http;
using access::BodyPolicy;
using access::Response;
constexpr auto useTuple = asio::as_tuple(asio::use_awaitable);

constexpr std::int64_t kTextBytes = 1 << 20;
constexpr std::string_view kNothing = "{}";
constexpr std::size_t kBlock = 512 << 10;
constexpr std::size_t kLeastInIdleTime = 64 << 10;

Response tooManyUploads() {
    auto full = access::problem(
        {Errc::unavailable, "too many uploads are under way; try again in a few seconds"});
    full.headers["Retry-After"] = "5";
    return full;
}

Response stopping() {
    auto away =
        access::problem({Errc::unavailable, "the controller is stopping; go on when it is back"});
    away.headers["Retry-After"] = "5";
    return away;
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

BodyRead tooLong(std::int64_t limit) {
    return {true, problemWithStatus(413, "the body is longer than " + std::to_string(limit) +
                                             " bytes, which is the limit")};
}

/// Whether the bytes that came are to blame, and not the connection.
bool isMalformed(beast::error_code ec) {
    return ec.category() == bhttp::make_error_code(bhttp::error::bad_chunk).category() &&
           ec != bhttp::error::end_of_stream && ec != bhttp::error::partial_message &&
           ec != bhttp::error::need_buffer;
}

BodyRead bodyFailed(beast::error_code ec, std::int64_t limit) {
    if (ec == bhttp::error::body_limit) {
        return tooLong(limit);
    }
    if (isMalformed(ec)) {
        return {true, problemWithStatus(400, "the body's chunks cannot be read: " + ec.message())};
    }
    return {false, std::nullopt};
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

/// Opens the file; an answer if it cannot be.
std::optional<Response> openFile(Shared const& shared, std::int64_t expected, Exchange& exchange) {
    auto const& settings = shared.settings;
    UploadFile::Room room = [directory = settings.uploads,
                             reserve = settings.diskReserveBytes](std::int64_t more) {
        return access::checkRoom(directory, more, reserve);
    };
    auto opened = UploadFile::open(settings.uploads, expected, std::move(room));
    if (!opened) {
        return access::problem(opened.error());
    }
    exchange.upload = {opened->release(), OnWorker{shared.workers.requests}};
    exchange.admitted.request.bodyFile = exchange.upload->path();
    return std::nullopt;
}

/// Asks the room for its sink; an answer if it refuses.
std::optional<Response> openSink(Shared const& shared, Exchange& exchange) {
    auto const& request = exchange.admitted.request;
    try {
        auto opened = exchange.admitted.route->receiver(exchange.principal, request);
        if (!opened) {
            return access::problem(opened.error());
        }
        if (auto* refusal = std::get_if<Response>(&*opened)) {
            return std::move(*refusal);
        }
        exchange.sink = {std::get<std::unique_ptr<access::BodySink>>(*opened).release(),
                         OnWorker{shared.workers.requests}};
    } catch (std::exception const& failure) {
        return afterFailure(request.path, failure);
    }
    return std::nullopt;
}

asio::awaitable<std::optional<Response>> openOnWorker(Shared const& shared, std::int64_t expected,
                                                      Exchange& exchange) {
    std::optional<Response> refusal;
    if (exchange.admitted.route->body == BodyPolicy::upload) {
        refusal = openFile(shared, expected, exchange);
    } else {
        refusal = openSink(shared, exchange);
    }
    co_return refusal;
}

/// Where the body will be kept. It may be refused before the client has sent a byte of it.
asio::awaitable<std::optional<Response>> open(Shared& shared, HeaderParser const& header,
                                              Exchange& exchange, Deadline& deadline) {
    if (shared.uploads >= shared.settings.uploadsAtOnce) {
        co_return tooManyUploads();
    }
    exchange.place.emplace(shared.uploads);
    auto const expected = static_cast<std::int64_t>(header.content_length().value_or(0));
    deadline.disarm();  // the client is not to blame for a busy worker
    auto refusal =
        co_await asio::co_spawn(shared.workers.requests, openOnWorker(shared, expected, exchange),
                                session::waitForWorker());
    co_return refusal;
}

asio::awaitable<std::optional<Response>> keepOnWorker(Exchange& exchange, std::string_view bytes) {
    std::optional<Response> refusal;
    if (exchange.sink) {
        refusal = exchange.sink->take(bytes);
    } else if (auto kept = exchange.upload->append(bytes); !kept) {
        refusal = access::problem(kept.error());
    }
    co_return refusal;
}

/// A body on its way, block by block, to where it is kept. What came before the connection broke is
/// kept as well.
class Pump {
public:
    Pump(Shared& shared, Connection& connection, Exchange& exchange, Deadline& deadline)
        : shared_(shared), connection_(connection), exchange_(exchange), deadline_(deadline) {}

    /// A body of so many bytes, read straight into the block.
    asio::awaitable<BodyRead> sized(beast::flat_buffer& buffer, std::uint64_t length);
    /// A body whose end comes with it.
    asio::awaitable<BodyRead> chunked(beast::flat_buffer& buffer, HeaderParser& header,
                                      std::uint64_t limit);

private:
    [[nodiscard]] std::size_t room() const { return block_.size() - filled_; }
    void arrived(std::size_t bytes);
    asio::awaitable<std::optional<Response>> deliver(bool last);

    Shared& shared_;
    Connection& connection_;
    Exchange& exchange_;
    Deadline& deadline_;
    std::vector<char> block_ = std::vector<char>(kBlock);
    std::size_t filled_ = 0;
    std::size_t sinceArmed_ = 0;
};

void Pump::arrived(std::size_t bytes) {
    filled_ += bytes;
    sinceArmed_ += bytes;
    if (sinceArmed_ >= kLeastInIdleTime) {
        sinceArmed_ = 0;
        deadline_.arm(shared_.settings.idle);
    }
}

asio::awaitable<std::optional<Response>> Pump::deliver(bool last) {
    deadline_.disarm();  // the client is not to blame for a busy worker
    std::string_view const bytes(block_.data(), filled_);
    filled_ = 0;
    auto refusal = co_await asio::co_spawn(shared_.workers.requests, keepOnWorker(exchange_, bytes),
                                           session::waitForWorker());
    if (!refusal && !last && exchange_.sink && shared_.stopping) {
        refusal = stopping();
    }
    sinceArmed_ = 0;
    deadline_.arm(shared_.settings.idle);
    co_return refusal;
}

asio::awaitable<BodyRead> Pump::sized(beast::flat_buffer& buffer, std::uint64_t length) {
    bool broken = false;
    while (length > 0 && !broken) {
        auto const most = static_cast<std::size_t>(std::min<std::uint64_t>(room(), length));
        std::size_t bytes = 0;
        if (buffer.size() > 0) {
            bytes = asio::buffer_copy(asio::buffer(block_.data() + filled_, most), buffer.data());
            buffer.consume(bytes);
        } else {
            auto const into = asio::buffer(block_.data() + filled_, most);
            auto const [ec, got] = co_await connection_.stream.async_read_some(into, useTuple);
            broken = ec.failed();
            bytes = got;
        }
        length -= bytes;
        arrived(bytes);
        if (room() > 0 && length > 0 && !broken) {
            continue;
        }
        auto refusal = co_await deliver(length == 0);
        if (refusal) {
            co_return BodyRead{!broken, std::move(refusal)};
        }
    }
    co_return BodyRead{!broken, std::nullopt};
}

asio::awaitable<BodyRead> Pump::chunked(beast::flat_buffer& buffer, HeaderParser& header,
                                        std::uint64_t limit) {
    bhttp::request_parser<bhttp::buffer_body> parser(std::move(header));
    parser.body_limit(limit);
    auto& body = parser.get().body();
    bool broken = false;
    while (!parser.is_done() && !broken) {
        auto const before = room();
        body.data = block_.data() + filled_;
        body.size = before;
        auto const [ec, got] =
            co_await bhttp::async_read_some(connection_.stream, buffer, parser, useTuple);
        if (isMalformed(ec)) {
            co_return bodyFailed(ec, static_cast<std::int64_t>(limit));
        }
        broken = ec && ec != bhttp::error::need_buffer;
        arrived(before - body.size);
        if (room() > 0 && !parser.is_done() && !broken) {
            continue;
        }
        auto refusal = co_await deliver(parser.is_done());
        if (refusal) {
            co_return BodyRead{!broken, std::move(refusal)};
        }
    }
    co_return BodyRead{!broken, std::nullopt};
}

asio::awaitable<BodyRead> pump(Shared& shared, Connection& connection, beast::flat_buffer& buffer,
                               HeaderParser& header, Exchange& exchange, Deadline& deadline) {
    Pump pumping(shared, connection, exchange, deadline);
    BodyRead read;
    if (header.chunked()) {
        read = co_await pumping.chunked(
            buffer, header, static_cast<std::uint64_t>(shared.settings.uploadLimitBytes));
    } else {
        read = co_await pumping.sized(buffer, header.content_length().value_or(0));
    }
    if (exchange.upload) {
        exchange.upload->close();
    }
    co_return read;
}

bool saysNothing(std::string_view body) {
    return body == kNothing || body.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

asio::awaitable<BodyRead> receiveNoBody(Shared const& shared, Connection& connection,
                                        beast::flat_buffer& buffer, HeaderParser& parser,
                                        Exchange& exchange, Deadline& deadline) {
    BodyRead takesNone{true,
                       problemWithStatus(413, exchange.admitted.request.path + " takes no body")};
    auto const length = parser.content_length();
    if (!length || *length > kNothing.size()) {
        co_return takesNone;
    }
    deadline.arm(shared.settings.idle);
    auto const going = co_await sayContinue(connection, parser);
    if (!going) {
        co_return BodyRead{false, std::nullopt};
    }
    auto read = co_await readText(connection, buffer, parser, exchange);
    if (read.connected && !read.refusal && !saysNothing(exchange.admitted.request.body)) {
        co_return takesNone;
    }
    exchange.admitted.request.body.clear();
    co_return read;
}

}  // namespace

asio::awaitable<BodyRead> receiveBody(Shared& shared, Connection& connection,
                                      beast::flat_buffer& buffer, HeaderParser& parser,
                                      Exchange& exchange, Deadline& deadline) {
    auto const policy = exchange.admitted.route->body;
    if (policy == BodyPolicy::none) {
        auto none = co_await receiveNoBody(shared, connection, buffer, parser, exchange, deadline);
        co_return none;
    }
    bool const isText = policy == BodyPolicy::text;
    auto const limit = isText ? kTextBytes : shared.settings.uploadLimitBytes;
    // Beast looks at the limit when it reads the header, before the route is known; later only at
    // chunks.
    if (auto const length = parser.content_length();
        length && *length > static_cast<std::uint64_t>(limit)) {
        co_return tooLong(limit);
    }
    if (!isText) {
        auto refused = co_await open(shared, parser, exchange, deadline);
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
        read = co_await pump(shared, connection, buffer, parser, exchange, deadline);
    }
    co_return read;
}

Response afterFailure(std::string const& path, std::exception const& failure) {
    spdlog::error("handler failed path={} err=\"{}\"", path, failure.what());
    if (auto const* known = dynamic_cast<Failure const*>(&failure)) {
        return access::problem(known->error());
    }
    return access::problem({Errc::internal, "the controller could not do this; its log says why"});
}

}  // namespace tocsin::http
