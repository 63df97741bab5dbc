// SPDX-License-Identifier: Apache-2.0
// Making certificates: an authority, and servers' certificates that it signs. Keys are EC P-256.
#pragma once

#include <set>
#include <string>

#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::tls {

/// A certificate and its private key, both PEM.
struct Issued {
    std::string certificate, key;
};

/// What a certificate is for.
struct ServerNames {
    std::set<std::string> addresses;  ///< "192.0.2.1", "fd00::2"
    std::set<std::string> names;      ///< letters, digits, dots and hyphens
    bool operator==(ServerNames const&) const = default;
};

inline constexpr std::chrono::days kAuthorityLasts{20 * 365};
inline constexpr std::chrono::days kServerLasts{365};

/// A new authority that calls itself `name`, for kAuthorityLasts from `now`. Both kinds hold from a
/// day before `now`, because clocks differ. Randomness and keys are the operating system's.
[[nodiscard]] Issued makeAuthority(std::string const& name, Instant now);
/// For kServerLasts, and not beyond the authority's own end. Errc::damaged for an authority that
/// cannot be read.
[[nodiscard]] Result<Issued> issueServer(Issued const& authority, ServerNames const& names,
                                         Instant now);

}  // namespace tocsin::tls
