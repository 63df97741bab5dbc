// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>

#include "tocsin/keys/key_directory.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::app {

/// The key set of the data directory `data`, and the database told of it. Keys are made only while
/// nobody can have seen others: Errc::notFound for keys that are gone although a player is bound or
/// a manifest was signed. `tlsAuthority` is as keys::KeysWanted has it.
[[nodiscard]] Result<keys::IssuedKeys> openSigningKeys(
    store::Store& store, std::filesystem::path const& data, Instant now,
    std::optional<Digest> const& tlsAuthority = std::nullopt);

}  // namespace tocsin::app
