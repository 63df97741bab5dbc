// SPDX-License-Identifier: Apache-2.0
// Whose signatures this player believes: the key set it holds, sealed by the root that it pinned.
// Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/messages/key_set.hpp"
#include "tocsin/messages/wire.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::player {

/// A key that an earlier key set named for a role.
struct EarlierKey {
    messages::SigningRole role = messages::SigningRole::content;
    messages::PublicKey key;
    bool operator==(EarlierKey const&) const = default;
};

struct Trust {
    std::string envelope;  ///< the key set's, JSON text; empty in a bond from before key sets
    Digest payload;        ///< SHA-256 of its signed bytes
    messages::KeySet set;  ///< in a bond from before key sets only its content key is known
    /// Keys for content, commands and warnings of earlier key sets, the newest last. What they
    /// signed while they were in force stays valid, unless the key set revokes them.
    std::vector<EarlierKey> earlier;

    /// Of a player that was bound before there were key sets: it pinned the content key.
    [[nodiscard]] static Trust inContentKey(messages::PublicKey const& key);
    [[nodiscard]] bool hasKeySet() const noexcept { return !envelope.empty(); }
    [[nodiscard]] messages::PublicKey const& contentKey() const {
        return set.key(messages::SigningRole::content);
    }
    /// Whether what was accepted earlier may have been signed by this key in this role.
    [[nodiscard]] bool believed(messages::SigningRole role, messages::PublicKey const& key) const;
    bool operator==(Trust const&) const = default;
};

/// What a controller is measured against before this player speaks to it.
struct Acquaintance {
    std::optional<Trust> trust;  ///< of the bond; nothing: not bound yet
    std::string token;           ///< for enrolment, "<random>.<root's fingerprint>", or empty
    std::string nonce;           ///< that this player chose for this connection
};

/// The trust in force after this challenge. The root must be the pinned one, without a pin that of
/// the token, and without either anyone's: people compare fingerprints then. A bond from before key
/// sets takes the first key set whose content key is the pinned one.
/// Errc::permission (another root, no key set, a proof that does not hold or is not for this
/// connection), Errc::conflict (a key set that is older than the one held, or another one of its
/// generation), Errc::damaged. A controller that is refused with Errc::conflict has proved that
/// the root knows it.
[[nodiscard]] Result<Trust> judgeChallenge(messages::Challenge const& challenge,
                                           Acquaintance const& known);

/// The same of a key set that was carried here, JSON text of its envelope. Nobody proves on a U盘
/// that the root knows it: what counts is that the root has sealed the set, and that what comes
/// with it is signed by the set's keys. Acquaintance::nonce does not matter.
[[nodiscard]] Result<Trust> judgeCarriedKeys(std::string_view keys, Acquaintance const& known);

}  // namespace tocsin::player
