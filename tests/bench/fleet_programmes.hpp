// SPDX-License-Identifier: Apache-2.0
// Programmes of the size that a city's fleet has, each screen another.
#pragma once

#include <cstdint>

#include "tocsin/playlists/programme.hpp"

namespace tocsin::bench {

/// `campaigns` paced campaigns of ten-second-like films, slogans and pictures with dayparts, and
/// one filler; about 7,800 plays a day when there are 25. Equal arguments give equal programmes.
[[nodiscard]] playlists::Programme fleetProgramme(std::uint64_t screen, int campaigns);

}  // namespace tocsin::bench
