// SPDX-License-Identifier: Apache-2.0
// Times of a day in words, for findings.
#pragma once

#include <string>

#include "booking.hpp"

namespace tocsin::playlists::detail {

/// "08:00-09:00, 23:00-24:00" by the clock on the wall; of many, the first few and how many more.
[[nodiscard]] std::string hoursOf(Day const& day, Intervals const& spans);

}  // namespace tocsin::playlists::detail
