// SPDX-License-Identifier: Apache-2.0
// Outbound HTTP through libcurl, blocking, for worker threads and command line programs.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>

#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::session {

/// The policy is the caller's: this room has no opinion on how patient to be.
struct TransferPolicy {
    Milliseconds connect{5'000};
    Milliseconds stalled{20'000};     ///< give up when under 1 byte/s for this long
    Milliseconds whole{0};            ///< 0: no limit on the whole transfer
    std::int64_t bytesPerSecond = 0;  ///< 0: no cap
    std::int64_t mostBytes = 1LL << 40;
};

struct HttpRequest {
    std::string method = "GET";
    std::string url{};
    std::map<std::string, std::string> headers{};
    std::string body{};
    std::optional<std::filesystem::path> bodyFile{};  ///< streamed instead of `body`
    std::int64_t bodyFrom = 0;                        ///< first byte of the file that is sent
    std::optional<std::int64_t> bodyBytes{};  ///< how many of it are sent; nothing: all that follow
};

struct HttpReply {
    int status = 0;
    std::map<std::string, std::string> headers;  ///< names in lower case
    std::string body;
};

using Progress = std::function<void(std::int64_t done, std::int64_t total)>;
using HttpHeaders = std::map<std::string, std::string>;

/// One request. Errc::unavailable (names host and port), timedOut, cancelled, exhausted (reply
/// larger than the policy allows). A status of 400 and more is a reply, not an error. No redirects
/// are followed; http only.
[[nodiscard]] Result<HttpReply> request(HttpRequest const& request, TransferPolicy const& policy,
                                        std::stop_token stop, Progress const& progress = {});

/// Fetches `url` into `target`: resumes `target` + ".part" by range, verifies length and SHA-256,
/// syncs, then renames, so that `target` is either absent or right. A part that turns out wrong is
/// deleted. `headers` go with each request. Errors as request(), and Errc::damaged for wrong bytes,
/// Errc::notFound for 404, Errc::permission for 401 and 403, Errc::exhausted for a full disk.
[[nodiscard]] Result<> fetchVerified(std::string const& url, std::filesystem::path const& target,
                                     Digest const& expected, std::int64_t expectedBytes,
                                     TransferPolicy const& policy, std::stop_token stop,
                                     Progress const& progress = {},
                                     HttpHeaders const& headers = {});

}  // namespace tocsin::session
