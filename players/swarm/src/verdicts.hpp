// SPDX-License-Identifier: Apache-2.0
// What is the same for all players is judged once: a key set, and a warning's envelope. Real
// players each do it on a processor of their own; ten thousand on one would measure nothing but
// Ed25519. Who the controller is, is proven to each player on its connection all the same, and each
// looks for itself whether it stands in a warning's list.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "tocsin/messages/key_set.hpp"
#include "tocsin/messages/warning.hpp"
#include "tocsin/messages/wire.hpp"
#include "tocsin/session/authority.hpp"
#include "tocsin/session/tls_trust.hpp"

namespace tocsin::swarm {

/// A key set that its root has sealed.
struct KnownKeys {
    messages::KeySet set;
    std::string payload;
};
using KnownKeysPtr = std::shared_ptr<KnownKeys const>;
using WarningPtr = std::shared_ptr<messages::Warning const>;

/// Thread-safe. What is kept is bounded.
class Verdicts {
public:
    static constexpr std::size_t kMostKept = 256;

    /// Errc::permission, Errc::invalid, Errc::damaged.
    [[nodiscard]] Result<KnownKeysPtr> keys(std::string const& envelope);
    /// As messages::openWarning, but for the target. Errc::permission, Errc::invalid.
    [[nodiscard]] Result<WarningPtr> warning(std::string const& envelope, KnownKeys const& keys);
    /// Signatures that were verified so far.
    [[nodiscard]] std::int64_t verified() const;

    /// All players have one controller: the authority that the first of them was shown holds for
    /// all.
    [[nodiscard]] session::TlsTrust trust() const;
    void pin(session::Authority const& authority);

private:
    struct OpenedOnce {
        std::string keys;  ///< payload of the key set that it was judged by
        Result<WarningPtr> warning;
    };
    mutable std::mutex mutex_;  // guards all of it
    std::map<std::string, Result<KnownKeysPtr>> keys_;
    std::map<std::string, OpenedOnce> warnings_;
    std::int64_t verified_ = 0;
    std::optional<session::Authority> authority_;
};

/// Whether the controller on this connection is the one whose root key has this fingerprint.
/// `nonce` is the player's. Errc::permission.
[[nodiscard]] Result<> judgeController(messages::Challenge const& challenge, KnownKeys const& keys,
                                       std::string const& root, std::string const& nonce);

}  // namespace tocsin::swarm
