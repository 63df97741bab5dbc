// SPDX-License-Identifier: Apache-2.0
// What a live stream is: an address and how to listen to it. Its canonical description is the file
// that travels by digest, as a slogan's does. No decoder in here: the controller reads and writes
// descriptions too.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tocsin/media/slogan_limits.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::media {

/// How RTSP brings the pictures; other protocols have one way only.
enum class StreamTransport { tcp, udp };

/// Milliseconds by which a stream is held back, so that what the network delays is still in time.
inline constexpr Limits kStreamLatencyMs{100, 5'000};

/// As people order it; absent: the usual.
struct StreamWish {
    std::string address;
    std::optional<std::string> transport;  ///< "tcp" or "udp", for RTSP only
    std::optional<int> latencyMs;
};

struct StreamDescription {
    std::string address;  ///< with credentials, if it has any; scheme and host in lower case
    std::optional<StreamTransport> transport;  ///< of RTSP, else absent
    int latencyMs = 500;
    bool operator==(StreamDescription const&) const = default;
    /// The address's scheme, e.g. "rtsp".
    [[nodiscard]] std::string_view scheme() const;
};

/// Errc::invalid with a sentence that begins with the wrong member's name. Taken are rtsp, rtsps,
/// http and https to an HLS playlist (.m3u8), udp (MPEG-TS), rtmp, rtmps and srt (as caller).
[[nodiscard]] Result<StreamDescription> describeStream(StreamWish const& wish);

/// "tocsin-stream/1", one "key value" a line; equal streams give equal bytes.
[[nodiscard]] std::string canonicalStream(StreamDescription const& description);
/// Errc::damaged unless it is exactly what canonicalStream() writes.
[[nodiscard]] Result<StreamDescription> parseStream(std::string_view canonical);

/// The address for lists and logs: without user and password, and with "…" for the values of its
/// query, where tokens and passphrases stand. "(no address)" if it cannot be read.
[[nodiscard]] std::string shownAddress(std::string_view address);

}  // namespace tocsin::media
