// SPDX-License-Identifier: Apache-2.0
#include "tocsin/outbound/address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace tocsin::outbound {
namespace {

/// Bit `at` of the address, from its first on.
bool bitOf(Address const& address, int at) {
    auto const byte = address.bytes()[static_cast<std::size_t>(at / 8)];
    return ((byte >> (7 - at % 8)) & 1) != 0;
}

}  // namespace

std::optional<Address> Address::parse(std::string_view text) {
    std::string const whole(text);
    if (whole.find('\0') != std::string::npos) {
        return std::nullopt;
    }
    Address out;
    for (int const family : {AF_INET, AF_INET6}) {
        if (inet_pton(family, whole.c_str(), out.bytes_.data()) == 1) {
            out.isV4_ = family == AF_INET;
            return out;
        }
    }
    return std::nullopt;
}

Address Address::v4(std::array<std::uint8_t, 4> const& bytes) {
    Address out;
    std::copy(bytes.begin(), bytes.end(), out.bytes_.begin());
    return out;
}

Address Address::v6(std::array<std::uint8_t, 16> const& bytes) {
    Address out;
    out.bytes_ = bytes;
    out.isV4_ = false;
    return out;
}

Address Address::embedded(std::size_t at) const {
    return v4({bytes_.at(at), bytes_.at(at + 1), bytes_.at(at + 2), bytes_.at(at + 3)});
}

std::string Address::text() const {
    std::array<char, INET6_ADDRSTRLEN> out{};
    inet_ntop(isV4_ ? AF_INET : AF_INET6, bytes_.data(), out.data(), out.size());
    return out.data();
}

std::optional<Network> Network::parse(std::string_view text) {
    auto const slash = text.find('/');
    auto const first = Address::parse(text.substr(0, slash));
    if (!first) {
        return std::nullopt;
    }
    int const most = first->isV4() ? 32 : 128;
    Network out;
    out.first_ = *first;
    out.bits_ = most;
    if (slash != std::string_view::npos) {
        auto const length = text.substr(slash + 1);
        auto const [end, failed] =
            std::from_chars(length.data(), length.data() + length.size(), out.bits_);
        bool const whole = failed == std::errc{} && end == length.data() + length.size();
        if (!whole || out.bits_ < 0 || out.bits_ > most) {
            return std::nullopt;
        }
    }
    for (int bit = out.bits_; bit < most; ++bit) {
        if (bitOf(out.first_, bit)) {
            return std::nullopt;
        }
    }
    return out;
}

bool Network::contains(Address const& address) const noexcept {
    if (address.isV4() != first_.isV4()) {
        return false;
    }
    for (int bit = 0; bit < bits_; ++bit) {
        if (bitOf(address, bit) != bitOf(first_, bit)) {
            return false;
        }
    }
    return true;
}

}  // namespace tocsin::outbound
