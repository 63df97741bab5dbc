// SPDX-License-Identifier: Apache-2.0
// The rooms wired together and run: the composition root.
#pragma once

#include "data_directory.hpp"
#include "exit_codes.hpp"
#include "options.hpp"
#include "tocsin/session/clock.hpp"

namespace tocsin::app {

/// Runs the service on the calling thread until it is told to stop by SIGTERM or SIGINT; a second
/// signal ends the process at once. The ending says what could not be started.
[[nodiscard]] Ending runService(Options const& options, DataDirectory const& directory,
                                session::Clock& clock);

}  // namespace tocsin::app
