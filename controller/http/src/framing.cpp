// SPDX-License-Identifier: Apache-2.0
#include "framing.hpp"

#include <boost/beast/core/string.hpp>
#include <iterator>
#include <string>

#include "admission.hpp"

namespace tocsin::http {
namespace {

namespace beast = boost::beast;
namespace bhttp = boost::beast::http;

constexpr std::ptrdiff_t kMostLines = 100;

access::Response inDoubt(std::string const& why) {
    return problemWithStatus(400, "it cannot be told where this request ends: " + why);
}

}  // namespace

std::optional<access::Response> refuseDoubtful(bhttp::request_header<> const& header) {
    if (std::distance(header.begin(), header.end()) > kMostLines) {
        return problemWithStatus(
            431, "the request's header has more than " + std::to_string(kMostLines) + " lines");
    }
    if (header.count(bhttp::field::host) > 1) {
        return problemWithStatus(400, "the request names more than one Host");
    }
    // Different lengths, and a length beside chunks, Beast refuses itself.
    if (header.count(bhttp::field::content_length) > 1 ||
        header[bhttp::field::content_length].find(',') != beast::string_view::npos) {
        return inDoubt("Content-Length is said more than once");
    }
    if (header.count(bhttp::field::transfer_encoding) == 0) {
        return std::nullopt;
    }
    if (header.count(bhttp::field::transfer_encoding) > 1 ||
        !beast::iequals(header[bhttp::field::transfer_encoding], "chunked")) {
        return inDoubt("the only Transfer-Encoding here is \"chunked\"");
    }
    if (header.version() < 11) {
        return inDoubt("HTTP/1.0 knows no Transfer-Encoding");
    }
    return std::nullopt;
}

}  // namespace tocsin::http
