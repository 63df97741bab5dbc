// SPDX-License-Identifier: Apache-2.0
// Numbered migrations of the schema, forward only.
#pragma once

#include <filesystem>

#include "connection.hpp"

namespace tocsin::store {

/// Brings the database to the newest schema, one transaction a migration. Throws Failure:
/// Errc::damaged for a database of another program or of a newer Tocsin.
void migrate(Connection& connection, std::filesystem::path const& file, Instant now);

}  // namespace tocsin::store
