// SPDX-License-Identifier: Apache-2.0
// What the worker says while it converts and when it has, believed only as far as it has the agreed
// form (worker_answers.hpp is about looking at files).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tocsin/vocabulary/result.hpp"
#include "worker.hpp"

namespace tocsin::library {

/// The share of its work that the worker has done, if the line says that.
[[nodiscard]] std::optional<double> progressIn(std::string_view line);

/// The worker's last line, if it says that the work is done. Errc::invalid (the film's fault, and
/// so is a worker that died over it), Errc::exhausted (the machine's).
[[nodiscard]] Result<std::string> doneLine(WorkerRun const& run);

/// Of what was transcoded. Errc::damaged.
[[nodiscard]] Result<std::int64_t> framesIn(std::string const& doneLine);

/// "loudness" of an order for transcode, from what `loudness` answered. Errc::damaged.
[[nodiscard]] Result<std::string> loudnessOrder(std::string const& doneLine);

}  // namespace tocsin::library
