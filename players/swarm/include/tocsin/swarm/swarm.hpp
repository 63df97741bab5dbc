// SPDX-License-Identifier: Apache-2.0
// The fleet simulator: thousands of players in one process that speak the real protocol. For tests
// and measurements; it shows nothing and fetches no content.
#pragma once

#include <ostream>

#include "tocsin/swarm/options.hpp"

namespace tocsin::swarm {

/// SIGTERM, SIGINT and SIGUSR1 wait for runSwarm() from here on. Before any thread.
void blockSignals();

/// Runs until the time is over or SIGTERM or SIGINT comes; SIGUSR1 is a storm. Writes JSON lines to
/// `report`. Errc::invalid, Errc::notFound, Errc::damaged, Errc::unavailable, Errc::exhausted (too
/// few file descriptors).
[[nodiscard]] Result<> runSwarm(Options const& options, std::ostream& report);

}  // namespace tocsin::swarm
