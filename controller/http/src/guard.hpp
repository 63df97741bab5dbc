// SPDX-License-Identifier: Apache-2.0
// A page of some other site open in a browser here must do nothing in this controller's name: it is
// told apart by the Host it names (DNS rebinding) and by its Origin.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tocsin::http {

/// How a request came.
enum class Way {
    plain,  ///< from this machine, or from a proxy, which may have taken TLS off it
    tls
};

/// "localhost", an address ("192.0.2.1", "[::1]") or one of `names` (in lower case), with or
/// without a port: nobody else can make such a Host lead here.
[[nodiscard]] bool isKnownHost(std::string_view host, std::vector<std::string> const& names);
/// Whether a request with this Origin may change something: absent, or the host itself by the
/// scheme by which it came. Behind a proxy, pages come over TLS and requests do not.
[[nodiscard]] bool isOwnOrigin(std::string_view origin, std::string_view host, Way way);

}  // namespace tocsin::http
