// SPDX-License-Identifier: Apache-2.0
// What the machine can decode, measured at its first start and kept.
#pragma once

#include <filesystem>

#include "tocsin/player/player.hpp"

namespace tocsin::player {

/// From `file`, if it was measured on this machine by this version; 0 otherwise.
[[nodiscard]] std::int64_t knownDecodeRate(std::filesystem::path const& file);

/// Measures and keeps it in `file` unless it is known. In a process of its own that is ended after
/// half a minute: whatever goes wrong there costs the player nothing but the knowledge, and the
/// next start tries again. Blocks meanwhile; call it before there are other threads.
void learnDecodeRate(std::filesystem::path const& file, MeasureDecoding const& measure);

}  // namespace tocsin::player
