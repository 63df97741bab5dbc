// SPDX-License-Identifier: Apache-2.0
// What screens and their units were called when rows came in: a rename changes no history.
#pragma once

#include "connection.hpp"
#include "tocsin/vocabulary/id.hpp"

namespace tocsin::store {

/// Keeps the present names of the screen and its unit, if they are not those that were kept last.
/// `key` is its key in ledger_screens; a screen that is not registered is passed over.
void noteNames(Connection& connection, std::int64_t key, ScreenId const& screen, Instant now);

}  // namespace tocsin::store
