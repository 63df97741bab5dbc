// SPDX-License-Identifier: Apache-2.0
// An address on the web, read by the very parser that later opens it, so that nothing can mean one
// host to whoever checks and another to whoever connects.
#pragma once

#include <cstdint>
#include <string>

#include "host.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::outbound {

struct Target {
    bool secure = true;  ///< https, else http
    Host host;
    std::uint16_t port = 0;
    std::string url;       ///< with the host in its one form, without a fragment
    std::string shown;     ///< the same with "…" for its query, where secrets stand
    std::string fileName;  ///< the last step of its path, decoded; "" if that is no text

    [[nodiscard]] std::string_view scheme() const { return secure ? "https" : "http"; }
    /// The same scheme, host and port: who may be shown what was meant for the other.
    [[nodiscard]] bool sameOrigin(Target const& other) const {
        return secure == other.secure && host.name == other.host.name && port == other.port;
    }
    [[nodiscard]] bool hasUsualPort() const { return port == (secure ? 443 : 80); }
};

/// Errc::invalid: not http or https, a user name in it, no host, or no URL at all.
[[nodiscard]] Result<Target> readTarget(std::string const& url);
/// Where a redirect or a link leads; `reference` may be relative. Errors as above.
[[nodiscard]] Result<Target> readReference(Target const& from, std::string const& reference);

}  // namespace tocsin::outbound
