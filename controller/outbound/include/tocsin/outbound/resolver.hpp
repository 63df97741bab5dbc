// SPDX-License-Identifier: Apache-2.0
// From a host's name to its addresses.
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "tocsin/outbound/address.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::outbound {

/// Thread-safe.
class Resolver {
public:
    virtual ~Resolver() = default;
    /// All addresses of the name, at least one. Blocks for at most `limit`. Errc::notFound,
    /// Errc::unavailable (nobody answers), Errc::timedOut, Errc::cancelled.
    [[nodiscard]] virtual Result<std::vector<Address>> lookUp(std::string const& name,
                                                              Milliseconds limit,
                                                              std::stop_token stop) = 0;
};

/// The machine's own way, by c-ares: its hosts file, its name servers, for short names its search
/// domains. Others than the machine's name servers may be named ("192.0.2.1:53,…"). A look-up runs
/// on its caller's thread and leaves nothing behind when it ends, whichever way.
[[nodiscard]] std::unique_ptr<Resolver> systemResolver(std::string nameServers = {});

}  // namespace tocsin::outbound
