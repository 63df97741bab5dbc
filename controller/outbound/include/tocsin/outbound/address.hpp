// SPDX-License-Identifier: Apache-2.0
// IP addresses and networks as values, for deciding whom the controller may connect to.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin::outbound {

/// An IPv4 or IPv6 address without port or zone.
class Address {
public:
    /// In the strict form: "192.0.2.1", "2001:db8::1". Nothing for any other text, also for zones
    /// and for what inet_aton() would take.
    [[nodiscard]] static std::optional<Address> parse(std::string_view text);
    [[nodiscard]] static Address v4(std::array<std::uint8_t, 4> const& bytes);
    [[nodiscard]] static Address v6(std::array<std::uint8_t, 16> const& bytes);

    [[nodiscard]] bool isV4() const noexcept { return isV4_; }
    /// In network order; of IPv4 the first four, the others are 0.
    [[nodiscard]] std::array<std::uint8_t, 16> const& bytes() const noexcept { return bytes_; }
    /// Of IPv6: four of its bytes as an IPv4 address, from byte `at` (0 to 12) on.
    [[nodiscard]] Address embedded(std::size_t at) const;
    /// The form in which it is written everywhere.
    [[nodiscard]] std::string text() const;

    bool operator==(Address const&) const = default;

private:
    std::array<std::uint8_t, 16> bytes_{};
    bool isV4_ = true;
};

/// All addresses of one family that begin with the same bits.
class Network {
public:
    /// "10.0.0.0/8", "fc00::/7"; an address alone is a network of one. Nothing for any other text,
    /// also for one with bits behind its length, which is a mistake of whoever wrote it.
    [[nodiscard]] static std::optional<Network> parse(std::string_view text);

    [[nodiscard]] bool contains(Address const& address) const noexcept;
    [[nodiscard]] bool contains(Network const& other) const noexcept {
        return other.bits_ >= bits_ && contains(other.first_);
    }
    [[nodiscard]] Address const& first() const noexcept { return first_; }

    bool operator==(Network const&) const = default;

private:
    Address first_;
    int bits_ = 0;  ///< of the family's 32 or 128
};

}  // namespace tocsin::outbound
