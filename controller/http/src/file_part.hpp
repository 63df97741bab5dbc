// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace tocsin::http {

/// What of a file is sent, and as what.
struct FilePart {
    int status = 200;  ///< 200, 206, 304 or 416
    std::int64_t first = 0;
    std::int64_t count = 0;
    std::string contentRange;  ///< empty: no such header
};

/// Decides by If-None-Match, Range and If-Range (RFC 9110, 13 and 14). `headers` with names in
/// lower case; `etag` in quotes.
[[nodiscard]] FilePart choosePart(std::map<std::string, std::string> const& headers,
                                  std::string const& etag, std::int64_t size);

}  // namespace tocsin::http
