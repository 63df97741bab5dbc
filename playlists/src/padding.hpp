// SPDX-License-Identifier: Apache-2.0
// Residues: idle moments too short for a whole item, filled by pictures and slogans, so that films
// end whole.
#pragma once

#include <vector>

#include "placing.hpp"

namespace tocsin::playlists::detail {

/// Fills what is idle between entries, where it can be filled whole: pictures and slogans next to
/// it are stretched, or a filler's is shown for just that long.
void pad(std::vector<Placed>& entries, Plan const& plan);

}  // namespace tocsin::playlists::detail
