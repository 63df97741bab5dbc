// SPDX-License-Identifier: Apache-2.0
// Gives a video output of the X server a mode of our choosing, also where the display says nothing
// about itself (no EDID), as many LED sending cards do.
#pragma once

#include <string>

#include "tocsin/player/player.hpp"

namespace tocsin::player {

/// The mode of the output called `connector` (empty: the first with something plugged in, else the
/// first), by RandR 1.3 on the X server of DISPLAY. A mode of that size within half a hertz that
/// the server has already is taken; else one is made by VESA's CVT formula. The screen grows or
/// shrinks to what its outputs need. True if it had to be set, false if it was on. Opens a
/// connection of its own and never ends the process, whatever the server does; one thread at a
/// time. Errc::unavailable (no X server, or it refuses), Errc::notFound (no such output; the
/// message names those there are).
[[nodiscard]] Result<bool> forceMode(std::string const& connector, DisplayMode const& mode);

}  // namespace tocsin::player
