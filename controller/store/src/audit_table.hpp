// SPDX-License-Identifier: Apache-2.0
// Making a chain of an audit trail that was none.
#pragma once

#include "connection.hpp"

namespace tocsin::store {

/// Fills in the column "chain" of all rows, and lets no row be changed or removed from then on.
/// Inside a migration.
void chainOldRows(Connection& connection);

}  // namespace tocsin::store
