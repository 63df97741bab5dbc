// SPDX-License-Identifier: Apache-2.0
// Findings read off the finished day: plays that are missing, hours in which the screen is empty.
#pragma once

#include <vector>

#include "booking.hpp"
#include "placing.hpp"

namespace tocsin::playlists::detail {

void reportMissing(Programme const& programme, Day const& day, std::vector<Booking> const& bookings,
                   std::vector<std::int64_t> const& counts, std::vector<Finding>& findings);

/// Idle moments that the shortest asset would have filled are reported; shorter ones are
/// unavoidable residues.
void reportEmpty(Programme const& programme, Day const& day, std::vector<Placed> const& entries,
                 std::vector<Finding>& findings);

}  // namespace tocsin::playlists::detail
