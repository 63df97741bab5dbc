// SPDX-License-Identifier: Apache-2.0
// What this machine can decode, so that nobody sends it films it cannot show.
#pragma once

#include <cstdint>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::media {

/// Pixels a second of the house's H.264 that one core decodes. Makes half a second of a film of
/// 1280x720 with detail, movement and noise at 3 Mbit/s and decodes it several times on the calling
/// thread. The processor's time counts, so whatever else the machine does changes little. Takes
/// well under a second on a PC and some seconds on the weakest machines, and 100 MB meanwhile.
/// Errc::internal if FFmpeg lacks a coder or memory.
[[nodiscard]] Result<std::int64_t> measureDecodeRate();

}  // namespace tocsin::media
