// SPDX-License-Identifier: Apache-2.0
// The attention signal of a warning: a gong of two notes, made by computation.
#pragma once

#include <vector>

#include "tocsin/media/sound.hpp"

namespace tocsin::player {

/// About three seconds at media::kSoundRate, with room above it for what sounds besides.
[[nodiscard]] std::vector<media::Sample> attentionSignal();

}  // namespace tocsin::player
