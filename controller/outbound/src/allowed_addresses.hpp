// SPDX-License-Identifier: Apache-2.0
// To which of a host's addresses a connection may go.
#pragma once

#include <span>
#include <stop_token>
#include <vector>

#include "host.hpp"
#include "tocsin/outbound/resolver.hpp"

namespace tocsin::outbound {

/// Of a host that is an address itself: whether it may be connected to. True for names. Errc::
/// permission.
[[nodiscard]] Result<> checkAddress(std::span<Network const> networks, Host const& host);

/// Those of the host's addresses that may be connected to: public ones, and private ones of
/// `networks` or that the host is written as. This is the only look-up. Errors of Resolver::lookUp,
/// and Errc::permission, Errc::notFound.
[[nodiscard]] Result<std::vector<Address>> allowedAddresses(std::span<Network const> networks,
                                                            Resolver& resolver, Host const& host,
                                                            Milliseconds limit,
                                                            std::stop_token const& stop);

}  // namespace tocsin::outbound
