// SPDX-License-Identifier: Apache-2.0
// Who the players are, all in one file (DIR/swarm-keys), so that a second run comes back as the
// same players: tokens are good once.
#pragma once

#include <filesystem>
#include <vector>

#include "enrolment_file.hpp"
#include "tocsin/messages/crypto.hpp"
#include "tocsin/messages/manifest.hpp"

namespace tocsin::swarm {

struct Identity {
    Enrolment enrolment;
    messages::KeyPair key;
    bool bound = false;                             ///< the controller has welcomed it
    std::optional<messages::ManifestVersion> have;  ///< newest manifest taken
};

/// Of these screens, in their order. A screen that the file does not have, or with another token,
/// gets a new key. The file is there and synced when this returns: a key that a token went on must
/// not be lost. Errc::damaged, Errc::unavailable.
[[nodiscard]] Result<std::vector<Identity>> loadIdentities(std::filesystem::path const& directory,
                                                           std::vector<Enrolment> enrolments);
/// Players of the file that are not among these stay.
[[nodiscard]] Result<> saveIdentities(std::filesystem::path const& directory,
                                      std::vector<Identity const*> const& identities);

}  // namespace tocsin::swarm
