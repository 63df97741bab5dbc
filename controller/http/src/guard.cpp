// SPDX-License-Identifier: Apache-2.0
#include "guard.hpp"

#include <algorithm>
#include <string>

namespace tocsin::http {

bool isLoopbackHost(std::string_view host) {
    if (host.empty()) {
        return true;
    }
    auto const bracket = host.find(']');
    auto const colon = host.find(':', bracket == std::string_view::npos ? 0 : bracket);
    auto const name = host.substr(0, colon);
    if (name == "localhost" || name == "[::1]") {
        return true;
    }
    // 127.anything.of.digits: a name such as 127.evil.example is none.
    return name.starts_with("127.") && std::all_of(name.begin(), name.end(), [](char c) {
               return c == '.' || (c >= '0' && c <= '9');
           });
}

bool isOwnOrigin(std::string_view origin, std::string_view host) {
    return origin.empty() || origin == "http://" + std::string(host);
}

}  // namespace tocsin::http
