// SPDX-License-Identifier: Apache-2.0
// A pass over the sound of a film that measures how loud it is.
#pragma once

#include <functional>

#include "open_file.hpp"
#include "tocsin/media/transcode.hpp"

namespace tocsin::media::detail {

/// Told of every piece of sound in order: so many samples at kHouseSoundRate, and how loud the last
/// 400 ms are by then, LUFS.
using HearSound = std::function<void(std::int64_t samples, double momentary)>;

/// Loudness of all of it. Errc::invalid: no sound; else as measureLoudness(). Throws
/// std::runtime_error as FFmpeg's calls do.
[[nodiscard]] Result<Loudness> passOverSound(OpenFile in, Progress const& progress,
                                             HearSound const& hear);

}  // namespace tocsin::media::detail
