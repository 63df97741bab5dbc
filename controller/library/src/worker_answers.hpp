// SPDX-License-Identifier: Apache-2.0
// What the worker says, believed only as far as it has the agreed form.
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>

#include "tocsin/media/probe.hpp"
#include "tocsin/media/slogan.hpp"
#include "tocsin/media/verdict.hpp"
#include "tocsin/vocabulary/instant.hpp"
#include "tocsin/vocabulary/result.hpp"
#include "worker.hpp"

namespace tocsin::library {

/// The verdict on a file. A worker that dies, hangs or talks nonsense gives a refusing verdict, not
/// an error; Errc::unavailable is left for a worker that cannot be started, Errc::cancelled for
/// `stop`.
[[nodiscard]] Result<media::Verdict> probe(std::filesystem::path const& worker,
                                           std::filesystem::path const& file, media::Depth depth,
                                           Milliseconds limit, std::stop_token const& stop);

/// The canonical description of a slogan. `characters`: those that no font may have, as
/// media::drawnText() writes them. Errc::invalid with the worker's reason.
[[nodiscard]] Result<std::string> describeSlogan(std::filesystem::path const& worker,
                                                 media::SloganStyle const& style,
                                                 std::vector<std::string> const& characters,
                                                 Milliseconds limit, std::stop_token const& stop);

/// Of a worker that ended by a signal or with an exit code of its own.
[[nodiscard]] std::string causeOfDeath(WorkerRun const& run);

}  // namespace tocsin::library
