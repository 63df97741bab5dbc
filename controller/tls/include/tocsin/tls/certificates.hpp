// SPDX-License-Identifier: Apache-2.0
// The controller's certificate: one that it made and renews by itself, or one that was configured.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tocsin/session/tls_server.hpp"
#include "tocsin/tls/issue.hpp"

namespace tocsin::tls {

/// Used by one thread at a time; blocks on files.
class Certificates {
public:
    virtual ~Certificates() = default;
    [[nodiscard]] virtual session::TlsIdentity identity() const = 0;
    /// Looks whether another certificate is due. True: identity() has changed. An error says what
    /// to do, and identity() is as before.
    [[nodiscard]] virtual Result<bool> refresh() = 0;
};

struct HouseSettings {
    /// Mode 0700, made at the first use: ca.key, ca.pem, server.key, server.pem (with ca.pem at its
    /// end).
    std::filesystem::path directory;
    std::function<Instant()> now;
    std::function<ServerNames()> names;  ///< asked at each refresh
    std::string host;                    ///< the authority's name says it
};

/// A server's certificate is renewed when less than this is left of it.
inline constexpr std::chrono::days kRenewBefore{30};

/// The house's own authority, made at the first start, and a server certificate of it, which is
/// made anew when its end is near, when a name came or went, or when an address came. Addresses
/// that went stay until then: interfaces come and go. Errc::damaged for an authority of which a
/// part is gone: it is never replaced, since players and browsers know it. Errc::permission,
/// exhausted or unavailable for files.
[[nodiscard]] Result<std::unique_ptr<Certificates>> openHouseCertificates(HouseSettings settings);

struct OwnSettings {
    std::filesystem::path certificate;  ///< PEM: the server's, then each one's issuer
    std::filesystem::path key;          ///< PEM, without a passphrase
    std::function<Instant()> now;
};

/// A certificate that somebody else makes and renews; looked at again when its files changed.
/// Errc::invalid: it cannot be read, does not hold now, is not in order, or the key is another's.
[[nodiscard]] Result<std::unique_ptr<Certificates>> openOwnCertificates(OwnSettings settings);

/// The addresses of this machine's interfaces (but link-local ones, which mean nothing elsewhere)
/// and loopback, its host name and "localhost".
[[nodiscard]] ServerNames machineNames();
/// In lower case; "controller" where the machine has none.
[[nodiscard]] std::string hostName();

}  // namespace tocsin::tls
