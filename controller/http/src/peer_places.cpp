// SPDX-License-Identifier: Apache-2.0
#include "peer_places.hpp"

#include <algorithm>

namespace tocsin::http {
namespace {

namespace ip = boost::asio::ip;

ip::address oneForAll(ip::address const& address) {
    if (!address.is_v6() || address.is_loopback()) {
        return address;
    }
    auto const v6 = address.to_v6();
    if (v6.is_v4_mapped()) {
        return ip::make_address_v4(ip::v4_mapped, v6);
    }
    auto network = v6.to_bytes();
    std::fill(network.begin() + 8, network.end(), static_cast<unsigned char>(0));
    return ip::address_v6(network);
}

}  // namespace

std::optional<PeerPlaces::Place> PeerPlaces::take(ip::address const& address, bool isProxy) {
    // Addresses that have nothing open are forgotten when another comes.
    std::erase_if(taken_, [](auto const& one) { return one.second == 0; });
    auto const peer = oneForAll(address);
    auto const most = isProxy || peer.is_loopback() ? loopback_ : each_;
    auto& taken = taken_[peer];
    if (taken >= most) {
        return std::nullopt;
    }
    return std::optional<Place>(std::in_place, taken);
}

}  // namespace tocsin::http
