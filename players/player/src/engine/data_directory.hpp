// SPDX-License-Identifier: Apache-2.0
// The player's data directory: format, lock, key, folders.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "engine/files.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::player {

/// Owned by one engine at a time, through a lock that ends with the process.
class DataDirectory {
public:
    /// Creates or takes over `path`. Waits up to `patience` for a predecessor that is still dying.
    /// Errc::conflict: in use by another player; Errc::damaged: another format, or a damaged key;
    /// else as of the file system.
    [[nodiscard]] static Result<DataDirectory> open(std::filesystem::path path,
                                                    std::chrono::milliseconds patience);

    /// The key is worth nothing any more: whoever opens the directory next finds a new one, and
    /// nothing that belongs to the old one. That is kept in a folder "revoked-<time>", for people;
    /// cached files stay where they are. Errors as of the file system.
    [[nodiscard]] Result<> giveUpKey(Instant now) const;

    [[nodiscard]] messages::KeyPair const& key() const noexcept { return *key_; }
    [[nodiscard]] std::filesystem::path file(char const* name) const { return path_ / name; }

private:
    DataDirectory(std::filesystem::path path, Fd lock)
        : path_(std::move(path)), lock_(std::move(lock)) {}
    [[nodiscard]] Result<> checkFormat() const;
    [[nodiscard]] Result<> leaveRevoked() const;
    [[nodiscard]] Result<> takeKey();

    std::filesystem::path path_;
    Fd lock_;
    std::optional<messages::KeyPair> key_;
};

/// The kernel's id of this boot; a fixed text where it cannot be read.
[[nodiscard]] std::string bootId();

}  // namespace tocsin::player
