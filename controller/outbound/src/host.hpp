// SPDX-License-Identifier: Apache-2.0
// Host names and addresses in the one form in which they are compared.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tocsin/outbound/address.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::outbound {

struct Host {
    std::string name;                ///< lower case, ASCII, without a dot at its end; an address as
                                     ///< Address::text() writes it
    std::optional<Address> address;  ///< where the name is one
    /// As it stands in a URL: IPv6 in brackets.
    [[nodiscard]] std::string inUrl() const;
};

/// From what stands in a URL, already percent-decoded. Names of other scripts become ASCII (IDNA
/// 2008 by UTS 46). A name whose last part is a number, in whatever base, is an IPv4 address as
/// inet_aton() reads it, or nothing. Errc::invalid.
[[nodiscard]] Result<Host> readHost(std::string_view text);

}  // namespace tocsin::outbound
