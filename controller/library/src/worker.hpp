// SPDX-License-Identifier: Apache-2.0
// Running tocsin-media-worker: the only program that opens files from outside.
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "tocsin/helper/run.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::library {

using WorkerRun = helper::Run;
using WorkerManners = helper::Manners;

/// As helper::run(); what it prints is at most 1 MiB.
[[nodiscard]] inline Result<WorkerRun> runWorker(std::filesystem::path const& worker,
                                                 std::vector<std::string> const& arguments,
                                                 std::string const& input, Milliseconds limit,
                                                 std::stop_token const& stop,
                                                 WorkerManners const& manners = {}) {
    return helper::run({worker, "the media worker"}, arguments, input, limit, stop, manners);
}

}  // namespace tocsin::library
