// SPDX-License-Identifier: Apache-2.0
#include "allowed_addresses.hpp"

#include <algorithm>

#include "address_kinds.hpp"

namespace tocsin::outbound {
namespace {

/// Whoever has written a private address as a host means it; a name has to have its network named.
bool isAllowed(std::span<Network const> networks, Host const& host, AddressVerdict const& verdict) {
    bool const named = host.address.has_value() ||
                       std::any_of(networks.begin(), networks.end(), [&](Network const& network) {
                           return network.contains(verdict.meant);
                       });
    return verdict.kind == AddressKind::open || (verdict.kind == AddressKind::house && named);
}

Error forbiddenAddress(Host const& host, AddressVerdict const& verdict) {
    auto const meant = verdict.meant.text();
    auto const where = host.address ? host.name : host.name + " is at " + meant + ", which";
    auto const what = where + " is " + std::string(verdict.what);
    return {Errc::permission,
            verdict.kind == AddressKind::house
                ? what +
                      " and may not be asked; whoever runs the controller allows it with the "
                      "line private = [\"" +
                      meant + "\"] under [outbound] of its configuration"
                : what + "; such addresses are never asked"};
}

}  // namespace

Result<> checkAddress(std::span<Network const> networks, Host const& host) {
    if (!host.address) {
        return {};
    }
    auto const verdict = judge(*host.address);
    return isAllowed(networks, host, verdict) ? Result<>() : forbiddenAddress(host, verdict);
}

Result<std::vector<Address>> allowedAddresses(std::span<Network const> networks, Resolver& resolver,
                                              Host const& host, Milliseconds limit,
                                              std::stop_token const& stop) {
    auto const found = host.address ? Result<std::vector<Address>>({*host.address})
                                    : resolver.lookUp(host.name, limit, stop);
    if (!found) {
        return found.error();
    }
    std::vector<Address> out;
    std::optional<AddressVerdict> refused;
    for (auto const& address : *found) {
        auto const verdict = judge(address);
        if (isAllowed(networks, host, verdict)) {
            out.push_back(address);
        } else {
            refused = verdict;
        }
    }
    if (out.empty() && refused) {
        return forbiddenAddress(host, *refused);
    }
    return out.empty() ? Result<std::vector<Address>>(
                             Error{Errc::notFound, "the host " + host.name + " has no address"})
                       : out;
}

}  // namespace tocsin::outbound
