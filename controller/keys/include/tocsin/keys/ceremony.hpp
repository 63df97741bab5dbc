// SPDX-License-Identifier: Apache-2.0
// What people do with keys while the controller is stopped: new keys of roles, new generations, the
// root to paper and back. controller/KEYS.md says when and why.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "tocsin/keys/key_directory.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/key_set.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::keys {

/// Holds the data directory's lock, as the controller does, from begin() until it is destroyed.
/// Every change is on the disk when its function returns, whole or not at all.
class Ceremony {
public:
    /// `data` is the controller's data directory. Errc::conflict while a controller runs on it,
    /// Errc::notFound if there are no keys in it, Errc::damaged.
    [[nodiscard]] static Result<Ceremony> begin(std::filesystem::path const& data);
    Ceremony(Ceremony&& other) noexcept;
    Ceremony& operator=(Ceremony&&) = delete;
    ~Ceremony();

    /// The key set in force; nothing if it was lost.
    [[nodiscard]] std::optional<IssuedKeys> const& keys() const noexcept { return keys_; }
    /// Of the file. Errc::notFound if it is on paper.
    [[nodiscard]] Result<messages::KeyPair> root() const;

    /// The following issue a key set with the root, which has to be the one that is in force:
    /// Errc::permission if it is another.

    /// A new key for the role. What the old one signed stays valid.
    [[nodiscard]] Result<> rotate(messages::SigningRole role, messages::KeyPair const& root,
                                  Instant now);
    /// A new key for the role; what the old one signed is worth nothing any more.
    [[nodiscard]] Result<> revoke(messages::SigningRole role, messages::KeyPair const& root,
                                  Instant now);
    /// A new generation of the same keys, higher than the one in force and than `above`; and
    /// another TLS authority, if one is given. With the key set lost, `above` must be given.
    [[nodiscard]] Result<> newGeneration(std::optional<std::int64_t> above,
                                         std::optional<Digest> const& tlsAuthority,
                                         messages::KeyPair const& root, Instant now);

    /// Takes the root from the disk. `typed` are the first groups of the paper's lines: whoever has
    /// no paper cannot type them. Errc::permission if they are others.
    [[nodiscard]] Result<> removeRoot(std::string_view typed);
    /// Puts the root on the disk.
    [[nodiscard]] Result<> importRoot(messages::KeyPair const& root);

private:
    Ceremony(std::filesystem::path directory, int lock);
    [[nodiscard]] Result<> requireRoot(messages::KeyPair const& root) const;
    [[nodiscard]] Result<> replaceKey(messages::SigningRole role, messages::KeySet set,
                                      messages::KeyPair const& root, Instant now);
    [[nodiscard]] Result<> issue(messages::KeySet set, messages::KeyPair const& root, Instant now);

    std::filesystem::path directory_;
    int lock_ = -1;
    std::optional<IssuedKeys> keys_;
};

}  // namespace tocsin::keys
