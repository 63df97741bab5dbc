// SPDX-License-Identifier: Apache-2.0
// Signing by role. Whoever needs a signature asks a Signer and never sees a key, so that roles can
// move to processes of their own.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/envelope.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::keys {

enum class Role {
    content,  ///< signs manifests
    approval  ///< signs records of approval
};

/// Thread-safe.
class Signer {
public:
    virtual ~Signer() = default;
    [[nodiscard]] virtual messages::PublicKey publicKey(Role role) const = 0;
    [[nodiscard]] virtual Result<messages::Signature> sign(Role role,
                                                           std::string const& bytes) const = 0;
};

/// Seals `payload` as an envelope of `kind` with the role's key.
[[nodiscard]] Result<messages::Envelope> seal(Signer const& signer, Role role, std::string kind,
                                              std::string payload);

/// What to do where there is no key: a new one is of use only before anybody has pinned another.
enum class MissingKey { make, refuse };

/// Keys in `directory` (mode 0700), one file a role. Errc::permission if others may read them,
/// Errc::notFound for a key that is missing and may not be made, Errc::damaged, Errc::exhausted.
[[nodiscard]] Result<std::unique_ptr<Signer>> openFileSigner(std::filesystem::path const& directory,
                                                             MissingKey missing);

}  // namespace tocsin::keys
