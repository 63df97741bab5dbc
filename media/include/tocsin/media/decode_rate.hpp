// SPDX-License-Identifier: Apache-2.0
// What this machine can decode, so that nobody sends it films it cannot show.
#pragma once

#include <cstdint>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::media {

/// Pixels a second of the house's H.264 that one core decodes. Makes half a second of a film of
/// 1280x720 with detail, movement and noise at 4 Mbit/s (as hard for a decoder as films of
/// 1920x1080 at 6 to 13 Mbit/s are: 225 million pixels a second where `ffmpeg -threads 1 -i FILE -f
/// null -` gives 268 and 199) and decodes it several times on the calling thread. The processor's
/// time counts, so whatever else the machine does changes little. Takes well under a second on a PC
/// and some seconds on the weakest machines, and 100 MB meanwhile. Errc::internal if FFmpeg lacks a
/// coder or memory.
[[nodiscard]] Result<std::int64_t> measureDecodeRate();

}  // namespace tocsin::media
