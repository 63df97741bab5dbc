// SPDX-License-Identifier: Apache-2.0
// Certificates that a site pins: by them alone a sender's signature is believed.
#pragma once

#include <filesystem>
#include <string>

#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::signatures {

struct PinnedCertificate {
    std::string der;
    /// It signs no messages itself: whoever it gave a certificate to may.
    bool isAuthority = false;
    std::string fingerprint;  ///< SHA-256 of `der`, 64 hexadecimal digits of lower case
    std::string subject;      ///< "CN=…,O=…", for people
    Instant from, until;      ///< it is valid from the first to the last, both included
    bool operator==(PinnedCertificate const&) const = default;
};

/// One certificate, as PEM or DER. Errc::invalid in one line that names the file: not there, no
/// certificate or several, a key that no signature of ours could be of (RSA of 2048 bits or more,
/// or elliptic curves of 224 or more), an authority that is none.
[[nodiscard]] Result<PinnedCertificate> readCertificate(std::filesystem::path const& file,
                                                        bool isAuthority);

}  // namespace tocsin::signatures
