// SPDX-License-Identifier: Apache-2.0
// Files of the directory of keys as openKeys() and the ceremonies change them.
#pragma once

#include <filesystem>

#include "tocsin/keys/key_directory.hpp"
#include "tocsin/messages/crypto.hpp"

namespace tocsin::keys {

/// Makes the directory, and shuts it to others.
[[nodiscard]] Result<> shutDirectory(std::filesystem::path const& directory);

/// Seals the key set with the root and puts it in force: on the disk when this returns.
[[nodiscard]] Result<messages::Envelope> putInForce(std::filesystem::path const& directory,
                                                    messages::KeySet const& set,
                                                    messages::KeyPair const& root);

/// Where a role's next key waits until the key set that names it is in force. A crash leaves the
/// old key with the old key set, or the new one with the new: see settleNextKeys().
[[nodiscard]] std::filesystem::path nextKeyFile(std::filesystem::path const& directory,
                                                messages::SigningRole role);
/// Moves next keys that `set` names to their place and removes those that it does not.
[[nodiscard]] Result<> settleNextKeys(std::filesystem::path const& directory,
                                      messages::KeySet const& set);

}  // namespace tocsin::keys
