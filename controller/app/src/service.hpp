// SPDX-License-Identifier: Apache-2.0
// The rooms wired together and run: the composition root.
#pragma once

#include "data_directory.hpp"
#include "options.hpp"
#include "tocsin/session/clock.hpp"

namespace tocsin::app {

/// Runs the service on the calling thread until it is told to stop. Errors are those of starting;
/// afterwards it only ends by a signal.
[[nodiscard]] Result<> runService(Options const& options, DataDirectory const& directory,
                                  session::Clock& clock);

}  // namespace tocsin::app
