// SPDX-License-Identifier: Apache-2.0
// What holds for every compiled day, checked from the outside.
#pragma once

#include <string>

#include "tocsin/playlists/compiler.hpp"

namespace tocsin::playlists {

/// Empty if the timeline tiles its interval, keeps films whole and flexible items in their limits,
/// plays every campaign in its dates, dayparts and opening hours by the clock on the wall, and
/// marks repeated neighbours; else what is wrong.
std::string faultOf(Programme const& programme, Timeline const& timeline);

}  // namespace tocsin::playlists
