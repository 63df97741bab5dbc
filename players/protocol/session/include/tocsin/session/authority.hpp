// SPDX-License-Identifier: Apache-2.0
// The certificate at the top of a chain: what players pin, what people compare by its fingerprint.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::session {

struct Authority {
    Digest digest;            ///< SHA-256 of the certificate (DER), as browsers show it
    std::string certificate;  ///< PEM
    Instant validFrom;
    bool operator==(Authority const&) const = default;
};

/// The last certificate of a PEM chain. Errc::invalid for text that holds none.
[[nodiscard]] Result<Authority> authorityOf(std::string_view chain);

/// "3A:9F:…": 32 pairs, as browsers and openssl write it.
[[nodiscard]] std::string fingerprintOf(Digest const& digest);
/// Reads it back, in either case, with colons or blanks between the digits or without. Nothing if
/// it is none.
[[nodiscard]] std::optional<Digest> digestOfFingerprint(std::string_view text);

}  // namespace tocsin::session
