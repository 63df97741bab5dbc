// SPDX-License-Identifier: Apache-2.0
// Whose signed filings are taken: the keys that were pinned for a unit. They stand in the settings
// of the store; the row of a change in the audit trail comes from the caller.
#pragma once

#include <string>
#include <vector>

#include "tocsin/messages/crypto.hpp"
#include "tocsin/store/people.hpp"
#include "tocsin/store/store.hpp"

namespace tocsin::filing {

inline constexpr std::size_t kMostPinned = 8;  ///< of a unit: its key, and those before it

/// Those of a unit, as they were said.
[[nodiscard]] std::vector<messages::PublicKey> pinnedKeys(store::Settings const& settings,
                                                          std::string const& unit);
/// In the place of those that were. Errc::exhausted.
[[nodiscard]] Result<> pinKeys(store::Settings& settings, std::string const& unit,
                               std::vector<messages::PublicKey> const& keys);
/// The units that a key was pinned for, by handle.
[[nodiscard]] std::vector<std::string> unitsOf(store::Settings const& settings,
                                               std::vector<store::Unit> const& units,
                                               messages::PublicKey const& key);

}  // namespace tocsin::filing
