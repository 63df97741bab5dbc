// SPDX-License-Identifier: Apache-2.0
// What an address is for: the registries of special addresses (RFC 6890 and its updates), and where
// clouds keep the secrets of their machines.
#pragma once

#include <string_view>

#include "tocsin/outbound/address.hpp"

namespace tocsin::outbound {

enum class AddressKind {
    open,      ///< of the public internet
    house,     ///< of private networks and of this machine: only where the configuration says so
    forbidden  ///< nothing that is fetched is there, whatever the configuration says
};

struct AddressVerdict {
    AddressKind kind = AddressKind::forbidden;
    std::string_view what;  ///< "a private address"; for messages
    Address meant;          ///< whom a connection reaches: an IPv4 address that was written as IPv6
};

/// IPv4 addresses in IPv6 clothes that gateways and kernels take off (mapped, NAT64) are judged as
/// what they are; those of tunnels (6to4, Teredo, ISATAP) are forbidden.
[[nodiscard]] AddressVerdict judge(Address const& address);

/// Whether clouds tell their machines secrets there.
[[nodiscard]] bool isMetadata(Address const& address);

/// Whether all of the network is of private networks or of this machine.
[[nodiscard]] bool isHouse(Network const& network);

}  // namespace tocsin::outbound
