// SPDX-License-Identifier: Apache-2.0
// Attachments in <data>/outbox, each called by its digest.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "tocsin/vocabulary/digest.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::mail {

[[nodiscard]] inline std::filesystem::path outboxFile(std::filesystem::path const& folder,
                                                      Digest const& digest) {
    return folder / digest.hex();
}

/// It is there whole and synced, for the controller's user alone; the folder is made if need be.
/// Errc::unavailable.
[[nodiscard]] Result<> keepFile(std::filesystem::path const& folder, Digest const& digest,
                                std::string_view bytes);

/// Removes all that is not `needed`. What cannot be removed stays.
void removeOthers(std::filesystem::path const& folder, std::vector<Digest> const& needed);

}  // namespace tocsin::mail
