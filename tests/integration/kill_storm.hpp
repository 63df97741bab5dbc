// SPDX-License-Identifier: Apache-2.0
// Engines, supervisors and the controller are killed at random while screens play; afterwards the
// ledger is compared with what the raw sinks recorded.
#pragma once

#include <cstdint>

#include "support/site.hpp"

namespace tocsin::integration {

using test::Site;
using test::TimeMode;

/// Runs the storm on a fresh site for `duration` of the site's time. Fails the test unless the
/// ledger holds every play that the recording shows whole exactly once as complete, and no complete
/// play that the recording does not show.
void runKillStorm(TimeMode mode, Milliseconds duration, std::uint32_t seed);

}  // namespace tocsin::integration
