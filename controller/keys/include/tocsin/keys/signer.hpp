// SPDX-License-Identifier: Apache-2.0
// Signing by role. Whoever needs a signature asks a Signer and never sees a key, so that each role
// can be a process of its own.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "tocsin/keys/key_directory.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/envelope.hpp"
#include "tocsin/messages/key_set.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::keys {

using Role = messages::SigningRole;

/// Thread-safe.
class Signer {
public:
    virtual ~Signer() = default;
    /// The key set that the signer's keys stand in; the same for as long as the signer lives.
    [[nodiscard]] virtual IssuedKeys const& issued() const = 0;
    /// Signs `bytes` if they are of the role's kind: Errc::permission if not, Errc::exhausted if
    /// there are more than kMostSigned, Errc::unavailable while the role cannot sign. May block for
    /// seconds.
    [[nodiscard]] virtual Result<messages::Signature> sign(Role role,
                                                           std::string const& bytes) const = 0;

    [[nodiscard]] messages::PublicKey const& publicKey(Role role) const {
        return issued().set.key(role);
    }
};

/// Bytes signed at once: more than any message to a player may have.
inline constexpr std::size_t kMostSigned = 1 << 20;

/// Whether `role` may sign these bytes. Errc::permission, Errc::exhausted.
[[nodiscard]] Result<> mayBeSigned(Role role, std::string_view bytes);

/// What is said where the key set names no key for the role. Errc::unavailable.
[[nodiscard]] Error noKeyOf(Role role);

/// Seals `payload` as an envelope of `kind` with the role's key.
[[nodiscard]] Result<messages::Envelope> seal(Signer const& signer, Role role, std::string kind,
                                              std::string payload);

/// All keys of `directory` in this process, made first where there are none: for tests. Errors as
/// openKeys() and of damaged key files.
[[nodiscard]] Result<std::unique_ptr<Signer>> openFileSigner(std::filesystem::path const& directory,
                                                             MissingKey missing,
                                                             Instant now = Instant{});

}  // namespace tocsin::keys
