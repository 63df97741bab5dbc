// SPDX-License-Identifier: Apache-2.0
// Where one request ends and the next begins may have one meaning only: a proxy in front that reads
// it otherwise would let one person's bytes become another's request (RFC 9112, 11.2).
#pragma once

#include <boost/beast/http/message.hpp>
#include <optional>

#include "tocsin/access/route.hpp"

namespace tocsin::http {

/// The answer to a header that Beast takes and that is in doubt all the same; the connection ends
/// after it. Nothing for one with at most 100 lines, one Host, and either one Content-Length or, in
/// HTTP/1.1, the one Transfer-Encoding "chunked".
[[nodiscard]] std::optional<access::Response> refuseDoubtful(
    boost::beast::http::request_header<> const& header);

}  // namespace tocsin::http
