// SPDX-License-Identifier: Apache-2.0
// Whether a manifest that was offered is to be obeyed. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "director/trust.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/manifest.hpp"

namespace tocsin::player {

struct HeldManifest {
    messages::Manifest manifest;
    Digest payload;           ///< SHA-256 of the signed bytes
    messages::PublicKey key;  ///< that signed it
};

/// What an offer is measured against.
struct Gate {
    Trust trust;
    ScreenId screen;  ///< the bound screen; empty: any (a manifest from our own disk)
    std::optional<HeldManifest> held;
    Instant now;  ///< fleet time
    /// It comes from our own disk and was accepted before: the content keys of then are good, too.
    bool acceptedBefore = false;
};

/// The manifest, or why it is refused: Errc::damaged (not an envelope or not a manifest),
/// Errc::permission (key, signature, kind or screen), Errc::conflict (an older version, another
/// one of the same number, or a generation whose key set this player does not hold),
/// Errc::timedOut (expired). An offer equal to the one held is accepted again.
[[nodiscard]] Result<HeldManifest> judgeOffer(std::string_view envelope, Gate const& gate);

/// "3.17"
[[nodiscard]] std::string toString(messages::ManifestVersion version);

}  // namespace tocsin::player
