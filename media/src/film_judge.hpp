// SPDX-License-Identifier: Apache-2.0
// The verdict on a film.
#pragma once

#include "open_file.hpp"
#include "tocsin/media/probe.hpp"

namespace tocsin::media::detail {

/// Throws std::bad_alloc, and std::runtime_error if FFmpeg lacks memory.
[[nodiscard]] Verdict judgeFilm(OpenFile file, Depth depth);

/// `so_far` with its reason; without a technical cause of its own, that of FFmpeg's last complaint.
[[nodiscard]] Verdict refused(Verdict so_far, std::string reason, std::string technical = {});
/// The same for an error whose sentence has the technical cause in brackets behind it, or none.
[[nodiscard]] Verdict refused(Verdict so_far, Error const& error);

}  // namespace tocsin::media::detail
