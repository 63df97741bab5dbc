// SPDX-License-Identifier: Apache-2.0
// Whom the controller may ask, as the configuration says it: nobody, until a host is named.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tocsin/outbound/address.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::outbound {

/// Who may be asked, and how.
struct HostRule {
    std::string name;    ///< in the form in which hosts are compared: lower case, ASCII
    bool below = false;  ///< every name below it ("*.gov.cn"), but not the name itself
    bool plain = false;  ///< plain http too; else https alone
    std::optional<std::uint16_t> port;  ///< absent: 443, and 80 for plain http
    bool operator==(HostRule const&) const = default;
};

struct Rules {
    std::vector<HostRule> hosts;
    /// Private networks, or parts of this machine's own, in which those hosts may be.
    std::vector<Network> networks;
    /// PEM file of authorities that are trusted besides the system's; empty: none.
    std::filesystem::path authorities;
};

/// A host is "media.example.gov.cn", "*.gov.cn" or an address (IPv6 in brackets), with ":8443" for
/// a port that is not the usual one and "http://" before it where plain http is allowed. A network
/// is "10.0.0.0/8" or one address, and private. Errc::invalid quotes the first that is not so.
[[nodiscard]] Result<Rules> readRules(std::vector<std::string> const& hosts,
                                      std::vector<std::string> const& networks);

}  // namespace tocsin::outbound
