// SPDX-License-Identifier: Apache-2.0
// Until accounts exist, whoever reaches loopback is the operator. A page of some other site open in
// a browser here must not be: it is told apart by the Host it names (DNS rebinding) and by its
// Origin.
#pragma once

#include <string_view>

namespace tocsin::http {

/// "localhost", "127.x.x.x" or "[::1]", with or without a port. An absent Host is a program's, not
/// a browser's.
[[nodiscard]] bool isLoopbackHost(std::string_view host);
/// Whether a request with this Origin may change something: absent, or exactly "http://<host>".
[[nodiscard]] bool isOwnOrigin(std::string_view origin, std::string_view host);

}  // namespace tocsin::http
