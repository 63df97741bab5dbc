// SPDX-License-Identifier: Apache-2.0
// The seal of a bundle of proof (tocsin-bundle/1): the controller's word for all its files, as the
// last file in it. Signed by the role ledger; a SignedText of kind kBundleKind.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "tocsin/messages/key_set.hpp"
#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::messages {

/// Lines: origin, from, to, made, files, bytes, before.
struct BundleSeal {
    std::string origin;      ///< fingerprint of the root key
    Instant from, to;        ///< the plays that begin in [from, to)
    Instant made;            ///< fleet time
    Digest files;            ///< of the list of files with their digests
    std::int64_t bytes = 0;  ///< of the ZIP file before the seal's entry …
    Digest before;           ///< … and their SHA-256
    bool operator==(BundleSeal const&) const = default;
};

[[nodiscard]] std::string toText(BundleSeal const& seal);
/// Every byte counts: a text in another form than toText()'s is Errc::damaged.
[[nodiscard]] Result<BundleSeal> parseBundleSeal(std::string_view text);

}  // namespace tocsin::messages
