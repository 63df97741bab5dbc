// SPDX-License-Identifier: Apache-2.0
// Running tocsin-media-worker: the only program that opens files from outside.
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::library {

struct WorkerRun {
    int status = 0;         ///< as waitpid gives it
    std::string out;        ///< standard output, at most 1 MiB
    std::string lastError;  ///< last line of standard error
};

/// How a worker that takes long behaves.
struct WorkerManners {
    int nice = 0;  ///< added to its priority's number: it gives way to the rest of the machine
    /// Told each line of standard output as it comes, on the calling thread. Then `out` is the last
    /// line only.
    std::function<void(std::string_view line)> heard = {};
};

/// Starts `worker` with `arguments`, feeds `input`, waits. The child dies with this process's
/// thread of execution at the latest after `limit` of real time, or when `stop` is asked for.
/// Errc::timedOut (killed), Errc::cancelled, Errc::damaged (more than 1 MiB of output),
/// Errc::unavailable (cannot be started).
[[nodiscard]] Result<WorkerRun> runWorker(std::filesystem::path const& worker,
                                          std::vector<std::string> const& arguments,
                                          std::string const& input, Milliseconds limit,
                                          std::stop_token const& stop,
                                          WorkerManners const& manners = {});

}  // namespace tocsin::library
