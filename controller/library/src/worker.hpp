// SPDX-License-Identifier: Apache-2.0
// Running tocsin-media-worker: the only program that opens files from outside.
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::library {

struct WorkerRun {
    int status = 0;         ///< as waitpid gives it
    std::string out;        ///< standard output, at most 1 MiB
    std::string lastError;  ///< last line of standard error
};

/// Starts `worker` with `arguments`, feeds `input`, waits. The child dies with this process's
/// thread of execution at the latest after `limit` of real time, or when `stop` is asked for.
/// Errc::timedOut (killed), Errc::cancelled, Errc::damaged (more than 1 MiB of output),
/// Errc::unavailable (cannot be started).
[[nodiscard]] Result<WorkerRun> runWorker(std::filesystem::path const& worker,
                                          std::vector<std::string> const& arguments,
                                          std::string const& input, Milliseconds limit,
                                          std::stop_token const& stop);

}  // namespace tocsin::library
