// SPDX-License-Identifier: Apache-2.0
// Sums by tier of evidence, of rows that came before there were such sums.
#pragma once

#include "connection.hpp"

namespace tocsin::store {

/// The migration that brings them.
inline constexpr char kTierSums[] = R"sql(
-- Complete plays of at least this tier (messages::EvidenceTier).
ALTER TABLE daily_sums ADD COLUMN delivered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE daily_sums ADD COLUMN answered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE daily_sums ADD COLUMN photographed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE hourly_sums ADD COLUMN delivered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE hourly_sums ADD COLUMN answered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE hourly_sums ADD COLUMN photographed INTEGER NOT NULL DEFAULT 0;
-- Rows of players whose clock was not set, which are few.
CREATE INDEX plays_clock_unset ON plays(screen, start_ms) WHERE clock = 2;
)sql";

/// Fills in delivered, answered and photographed of daily and hourly sums from the rows that are
/// still there. Days are those of the screens' present zones. Inside a migration.
void sumOldTiers(Connection& connection);

}  // namespace tocsin::store
