// SPDX-License-Identifier: Apache-2.0
// Whether a manifest that was offered is to be obeyed. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/manifest.hpp"

namespace tocsin::player {

struct HeldManifest {
    messages::Manifest manifest;
    Digest payload;  ///< SHA-256 of the signed bytes
};

/// What an offer is measured against.
struct Gate {
    messages::PublicKey controller;  ///< the pinned key
    ScreenId screen;  ///< the bound screen; empty: any (a manifest from our own disk)
    std::optional<HeldManifest> held;
    Instant now;  ///< fleet time
};

/// The manifest, or why it is refused: Errc::damaged (not an envelope or not a manifest),
/// Errc::permission (key, signature, kind or screen), Errc::conflict (an older version, or another
/// one of the same number), Errc::timedOut (expired). An offer equal to the one held is accepted
/// again.
[[nodiscard]] Result<HeldManifest> judgeOffer(std::string_view envelope, Gate const& gate);

/// "3.17"
[[nodiscard]] std::string toString(messages::ManifestVersion version);

}  // namespace tocsin::player
