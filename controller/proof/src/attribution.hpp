// SPDX-License-Identifier: Apache-2.0
// Whose plays a player's rows are: rows name no screen, and may come when the player drives another
// one.
#pragma once

#include <vector>

#include "tocsin/messages/play_record.hpp"
#include "tocsin/store/records.hpp"

namespace tocsin::proof {

/// The rows, in their order, by the screen that the player drove when each began. A row that began
/// outside all bindings belongs to the last one before it, or else to the first: an old plan plays
/// on until the player learns better, and a clock may have been unset. `bindings`: the player's,
/// the oldest first, at least one. Zones are left empty.
[[nodiscard]] std::vector<store::LedgerShare> attributed(
    std::vector<store::Binding> const& bindings, std::vector<messages::PlayRecord> const& rows);

}  // namespace tocsin::proof
