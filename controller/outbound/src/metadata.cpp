// SPDX-License-Identifier: Apache-2.0
#include "tocsin/outbound/metadata.hpp"

#include <string_view>

#include "address_kinds.hpp"
#include "host.hpp"

namespace tocsin::outbound {
namespace {

/// What stands between "//", or the user before it, and the port or the path.
std::string_view hostIn(std::string_view address) {
    auto const scheme = address.find("://");
    auto rest = scheme == std::string_view::npos ? address : address.substr(scheme + 3);
    rest = rest.substr(0, rest.find_first_of("/?#"));
    rest = rest.substr(rest.rfind('@') + 1);
    auto const bracket = rest.find(']');
    return rest.substr(0, bracket == std::string_view::npos ? rest.find(':') : bracket + 1);
}

}  // namespace

bool namesMetadata(std::string const& address) {
    auto const host = readHost(hostIn(address));
    return host && host->address && isMetadata(*host->address);
}

}  // namespace tocsin::outbound
