// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "tocsin/keys/signer.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::app {

/// The signer of the data directory `data`. A key is made only while nobody can have seen another:
/// Errc::notFound for a key that is gone although a player is bound or a manifest was signed.
[[nodiscard]] Result<std::unique_ptr<keys::Signer>> openSigner(store::Store const& store,
                                                               std::filesystem::path const& data);

}  // namespace tocsin::app
