// SPDX-License-Identifier: Apache-2.0
#include "address_kinds.hpp"

#include <algorithm>
#include <array>

namespace tocsin::outbound {
namespace {

struct Range {
    Network network;
    AddressKind kind;
    std::string_view what;
};

Network net(std::string_view text) {
    return Network::parse(text).value();
}

constexpr auto kHouse = AddressKind::house;
constexpr auto kForbidden = AddressKind::forbidden;
constexpr std::string_view kMetadata = "where clouds keep the secrets of their machines";
constexpr std::string_view kTunnel = "an IPv4 address in the form of a tunnel";
constexpr std::string_view kReserved = "a reserved address";
constexpr std::string_view kDocumentation = "an address of documentation";

/// The first that fits holds.
std::array<Range, 21> const& v4Ranges() {
    static std::array<Range, 21> const ranges{{
        {net("169.254.169.254"), kForbidden, kMetadata},
        {net("169.254.0.23"), kForbidden, kMetadata},
        {net("100.100.100.200"), kForbidden, kMetadata},
        {net("168.63.129.16"), kForbidden, kMetadata},
        {net("192.0.0.192"), kForbidden, kMetadata},
        {net("0.0.0.0/8"), kForbidden, "an address of no machine"},
        {net("10.0.0.0/8"), kHouse, "a private address"},
        {net("100.64.0.0/10"), kHouse, "an address of a provider's inner network"},
        {net("127.0.0.0/8"), kHouse, "this machine"},
        {net("169.254.0.0/16"), kForbidden, "a link-local address"},
        {net("172.16.0.0/12"), kHouse, "a private address"},
        {net("192.0.0.0/24"), kForbidden, kReserved},
        {net("192.0.2.0/24"), kForbidden, kDocumentation},
        {net("192.88.99.0/24"), kForbidden, kReserved},
        {net("192.168.0.0/16"), kHouse, "a private address"},
        {net("198.18.0.0/15"), kForbidden, "an address of test networks"},
        {net("198.51.100.0/24"), kForbidden, kDocumentation},
        {net("203.0.113.0/24"), kForbidden, kDocumentation},
        {net("224.0.0.0/4"), kForbidden, "a multicast address"},
        {net("255.255.255.255"), kForbidden, "the broadcast address"},
        {net("240.0.0.0/4"), kForbidden, kReserved},
    }};
    return ranges;
}

/// The same; what none of them has and is not in 2000::/3 is reserved.
std::array<Range, 14> const& v6Ranges() {
    static std::array<Range, 14> const ranges{{
        {net("fd00:ec2::254"), kForbidden, kMetadata},
        {net("fd20:ce::254"), kForbidden, kMetadata},
        {net("::"), kForbidden, "an address of no machine"},
        {net("::1"), kHouse, "this machine"},
        {net("64:ff9b:1::/48"), kForbidden, "an address of a translator's inner network"},
        {net("fc00::/7"), kHouse, "a private address"},
        {net("fe80::/10"), kForbidden, "a link-local address"},
        {net("fec0::/10"), kForbidden, kReserved},
        {net("ff00::/8"), kForbidden, "a multicast address"},
        {net("2001:db8::/32"), kForbidden, kDocumentation},
        {net("2001::/32"), kForbidden, kTunnel},
        {net("2001::/23"), kForbidden, kReserved},
        {net("2002::/16"), kForbidden, kTunnel},
        {net("3fff::/20"), kForbidden, kDocumentation},
    }};
    return ranges;
}

template <class Ranges>
Range const* fitting(Ranges const& ranges, Address const& address) {
    auto const found = std::find_if(ranges.begin(), ranges.end(), [&](Range const& range) {
        return range.network.contains(address);
    });
    return found == ranges.end() ? nullptr : &*found;
}

/// An interface that says it is an IPv4 address (RFC 5214).
bool isIsatap(Address const& address) {
    auto const& b = address.bytes();
    return (b[8] == 0x00 || b[8] == 0x02) && b[9] == 0x00 && b[10] == 0x5e && b[11] == 0xfe;
}

AddressVerdict judgeV4(Address const& address) {
    auto const* const range = fitting(v4Ranges(), address);
    return range == nullptr ? AddressVerdict{AddressKind::open, "a public address", address}
                            : AddressVerdict{range->kind, range->what, address};
}

}  // namespace

AddressVerdict judge(Address const& address) {
    if (address.isV4()) {
        return judgeV4(address);
    }
    static auto const mapped = net("::ffff:0:0/96");
    static auto const translated = net("64:ff9b::/96");
    if (mapped.contains(address) || translated.contains(address)) {
        return judgeV4(address.embedded(12));
    }
    if (auto const* const range = fitting(v6Ranges(), address)) {
        return {range->kind, range->what, address};
    }
    static auto const assigned = net("2000::/3");
    if (!assigned.contains(address)) {
        return {AddressKind::forbidden, kReserved, address};
    }
    return isIsatap(address) ? AddressVerdict{AddressKind::forbidden, kTunnel, address}
                             : AddressVerdict{AddressKind::open, "a public address", address};
}

bool isMetadata(Address const& address) {
    return judge(address).what == kMetadata;
}

bool isHouse(Network const& network) {
    auto const within = [&](Range const& range) {
        return range.kind == AddressKind::house && range.network.contains(network);
    };
    return std::any_of(v4Ranges().begin(), v4Ranges().end(), within) ||
           std::any_of(v6Ranges().begin(), v6Ranges().end(), within);
}

}  // namespace tocsin::outbound
