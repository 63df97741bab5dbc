// SPDX-License-Identifier: Apache-2.0
// Certificate authorities of controllers that this user trusts, one file an address.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "tocsin/cli/cli.hpp"
#include "tocsin/session/tls_trust.hpp"

namespace tocsin::cli {

/// Where the authority of the controller at `address` ("https://host:port") is kept; empty if
/// nothing can be kept for this user.
[[nodiscard]] std::filesystem::path authorityFile(Environment const& environment,
                                                  std::string const& address);

/// The certificate that is kept for the address. Throws CommandFailure (configuration) if it cannot
/// be read.
[[nodiscard]] std::optional<std::string> keptAuthority(Environment const& environment,
                                                       std::string const& address);

/// Keeps it, for this user alone. Throws CommandFailure.
void keepAuthority(std::filesystem::path const& file, std::string const& certificate);

/// Whom to trust at `address`: the certificates of `option` (--ca), else of TOCSIN_CA, else what is
/// kept for the address, else the system's authorities. Throws CommandFailure.
[[nodiscard]] session::TlsTrust trustFor(std::string const& address, std::string const& option,
                                         Environment const& environment);

}  // namespace tocsin::cli
