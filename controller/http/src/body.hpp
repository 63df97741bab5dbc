// SPDX-License-Identifier: Apache-2.0
// Receiving a request's body: into memory, into a file, or into the sink of the room that handles
// it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <exception>
#include <optional>
#include <string>

#include "connection.hpp"
#include "deadline.hpp"
#include "exchange.hpp"

namespace tocsin::http {

using HeaderParser = boost::beast::http::request_parser<boost::beast::http::empty_body>;

struct BodyRead {
    bool connected = true;                    ///< false: nothing more can be said
    std::optional<access::Response> refusal;  ///< the connection ends after it
};

/// Receives the body of an admitted request as its route wants it; `exchange` has it afterwards. A
/// sender must bring 64 KiB, or the rest, within the idle time. Where the route wants none, "{}"
/// and white space of two bytes count as none: libraries send them that have nothing to send. Any
/// other body is refused there.
[[nodiscard]] boost::asio::awaitable<BodyRead> receiveBody(Shared& shared, Connection& connection,
                                                           boost::beast::flat_buffer& buffer,
                                                           HeaderParser& parser, Exchange& exchange,
                                                           Deadline& deadline);

/// The answer to a request whose handling threw. The log gets what the client must not see.
[[nodiscard]] access::Response afterFailure(std::string const& path, std::exception const& failure);

}  // namespace tocsin::http
