// SPDX-License-Identifier: Apache-2.0
// The directory of keys: one file a role ("content.key" …), the key set in force ("keys.json"),
// and the root key ("root.key") unless it is kept on paper.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "tocsin/messages/envelope.hpp"
#include "tocsin/messages/key_set.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::keys {

/// The key set in force.
struct IssuedKeys {
    messages::Envelope envelope;
    messages::KeySet set;
    bool rootIsHere = false;  ///< root.key stands in the directory
    std::string waiting;      ///< what a new key set is needed for and the root is not here; or
                              ///< empty
};

/// What to do where there is no content key: a new one is of use only before anybody has pinned
/// another.
enum class MissingKey { make, refuse };

struct KeysWanted {
    MissingKey missing = MissingKey::refuse;
    Instant now;  ///< date of a key set that is issued
    /// A key set was in force before, so one that is gone was lost, not never made.
    bool issuedBefore = false;
    std::int64_t leastGeneration = 1;  ///< that players may have seen
    /// SHA-256 of the authority that the controller's TLS certificate comes from. A change issues a
    /// new key set; absent: whatever the key set says stays.
    std::optional<Digest> tlsAuthority;
};

/// The keys of `directory` (mode 0700), of which those that are missing are made once: all of them
/// at the first start; at the first start after the keys of roles came to be, all but the content
/// key. Errc::permission if others may read them, Errc::notFound for keys that were lost,
/// Errc::damaged, Errc::conflict for a key set that is older than leastGeneration, Errc::exhausted.
[[nodiscard]] Result<IssuedKeys> openKeys(std::filesystem::path const& directory,
                                          KeysWanted const& wanted);

/// The key set in force, for looking. Errc::notFound, Errc::damaged.
[[nodiscard]] Result<IssuedKeys> readKeys(std::filesystem::path const& directory);

[[nodiscard]] std::filesystem::path keyFile(std::filesystem::path const& directory,
                                            messages::SigningRole role);
[[nodiscard]] std::filesystem::path rootFile(std::filesystem::path const& directory);
[[nodiscard]] std::filesystem::path keySetFile(std::filesystem::path const& directory);

}  // namespace tocsin::keys
