// SPDX-License-Identifier: Apache-2.0
// The words of the tus protocol, version 1.0.0.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tocsin/access/route.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::library {

inline constexpr char kTusVersion[] = "1.0.0";
inline constexpr char kTusExtensions[] =
    "creation,creation-with-upload,checksum,termination,expiration";
inline constexpr char kTusContentType[] = "application/offset+octet-stream";

/// A refusal in tus's statuses.
[[nodiscard]] access::Response tusProblem(int status, std::string const& detail);
/// 409, with the offset at which the upload is.
[[nodiscard]] access::Response wrongOffset(std::int64_t given, std::int64_t there);
/// 412 unless the request speaks this version.
[[nodiscard]] std::optional<access::Response> refuseVersion(access::Request const& request);

/// A request's header, or "".
[[nodiscard]] std::string const& headerOf(access::Request const& request, std::string const& name);
/// A whole number of bytes; nothing for anything else, or beyond 18 digits.
[[nodiscard]] std::optional<std::int64_t> byteCount(std::string_view text);

/// "Wed, 25 Jun 2014 16:00:00 GMT" (RFC 9110).
[[nodiscard]] std::string httpDate(Instant t);

}  // namespace tocsin::library
