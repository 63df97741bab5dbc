// SPDX-License-Identifier: Apache-2.0
#include "guard.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <charconv>
#include <cstdint>

namespace tocsin::http {
namespace {

bool isPort(std::string_view text) {
    std::uint16_t port = 0;
    auto const* const end = text.data() + text.size();
    auto const read = std::from_chars(text.data(), end, port);
    return read.ec == std::errc{} && read.ptr == end;
}

std::string lowered(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    return out;
}

bool isAddress(std::string const& name) {
    boost::system::error_code ec;
    if (name.front() == '[') {
        boost::asio::ip::make_address_v6(name.substr(1, name.size() - 2), ec);
        return name.back() == ']' && !ec;
    }
    boost::asio::ip::make_address_v4(name, ec);
    return !ec;
}

}  // namespace

bool isKnownHost(std::string_view host, std::vector<std::string> const& names) {
    auto const bracket = host.find(']');
    auto const colon = host.find(':', bracket == std::string_view::npos ? 0 : bracket);
    if (colon != std::string_view::npos && !isPort(host.substr(colon + 1))) {
        return false;
    }
    if (host.find('\0') != std::string_view::npos) {
        return false;  // Asio would read an address up to there
    }
    auto const name = lowered(host.substr(0, colon));
    return !name.empty() && (name == "localhost" || isAddress(name) ||
                             std::find(names.begin(), names.end(), name) != names.end());
}

bool isOwnOrigin(std::string_view origin, std::string_view host, Way way) {
    return origin.empty() || origin == "https://" + std::string(host) ||
           (way == Way::plain && origin == "http://" + std::string(host));
}

}  // namespace tocsin::http
