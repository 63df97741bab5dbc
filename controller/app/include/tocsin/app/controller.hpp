// SPDX-License-Identifier: Apache-2.0
// The controller as an application on a given clock, so that a second main can run it on a
// controlled one.
#pragma once

#include "tocsin/session/clock.hpp"

namespace tocsin::app {

/// Runs until SIGTERM or SIGINT and stops in order; a second signal ends the process at once.
/// Returns the exit code: 0; 1 failure; 2 usage; 69 address in use; 73 the data directory cannot be
/// used (another controller runs on it, or it is not writable); 78 configuration. Every failure is
/// one line on standard error.
int runController(int argc, char** argv, session::Clock& clock);

}  // namespace tocsin::app
