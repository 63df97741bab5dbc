// SPDX-License-Identifier: Apache-2.0
// The table of the audit trail: making a chain of one that was none, and guarding it.
#pragma once

#include <string>

#include "connection.hpp"

namespace tocsin::store {

/// Fills in the column "chain" of all rows, and lets no row be changed or removed from then on.
/// Inside a migration.
void chainOldRows(Connection& connection);

/// Makes the triggers again that keep rows as they are, if somebody has taken or replaced them, and
/// writes that down in the trail. Which were gone; "" if none. Throws Failure.
[[nodiscard]] std::string guardTrail(Connection& connection, Instant now);

}  // namespace tocsin::store
