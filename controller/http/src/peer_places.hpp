// SPDX-License-Identifier: Apache-2.0
// How many connections each address has open, so that none of them takes the places of all others.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <cstddef>
#include <map>
#include <optional>
#include <utility>

namespace tocsin::http {

/// On the io thread.
class PeerPlaces {
public:
    /// The place of one connection, given back when it is destroyed. Its PeerPlaces outlives it.
    class Place {
    public:
        explicit Place(std::size_t& taken) : taken_(&taken) { ++taken; }
        Place(Place&& other) noexcept : taken_(std::exchange(other.taken_, nullptr)) {}
        Place& operator=(Place&&) = delete;
        ~Place() {
            if (taken_ != nullptr) {
                --*taken_;
            }
        }

    private:
        std::size_t* taken_;
    };

    /// `each`: connections of one address; `loopback`: of one address of this machine, or of a
    /// proxy.
    PeerPlaces(std::size_t each, std::size_t loopback) : each_(each), loopback_(loopback) {}
    PeerPlaces(PeerPlaces const&) = delete;
    PeerPlaces& operator=(PeerPlaces const&) = delete;

    /// Nothing if the address has all that it may have. Whoever has one address of an IPv6 network
    /// (/64) has all of them, so that they count as one.
    [[nodiscard]] std::optional<Place> take(boost::asio::ip::address const& address,
                                            bool isProxy = false);

private:
    std::size_t each_, loopback_;
    std::map<boost::asio::ip::address, std::size_t> taken_;
};

}  // namespace tocsin::http
