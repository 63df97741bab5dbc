// SPDX-License-Identifier: Apache-2.0
// Placing the plays: earliest deadline first inside the windows that the fluid gives, fillers where
// there is slack.
#pragma once

#include <cstdint>
#include <vector>

#include "allocation.hpp"
#include "booking.hpp"

namespace tocsin::playlists::detail {

/// A timeline may not have more entries; the codec refuses more.
inline constexpr std::size_t kMostEntries = 100'000;

enum class Dark { no, closed, idle };

/// Small, since a day has thousands. The pointers lead into the bookings.
struct Placed {
    Interval span;
    Item const* item = nullptr;     ///< null if dark
    Interval const* run = nullptr;  ///< the window around it: it may be moved or stretched inside
    std::uint32_t booking = 0;
    Dark dark = Dark::no;
    bool pad = false;
};

struct Sequence {
    std::vector<Placed> entries;       ///< tiles the day
    std::vector<std::int64_t> counts;  ///< plays of each paced booking
    bool tooMany = false;              ///< given up at kMostEntries
};

/// Places one day, trying again with looser windows while granted plays are missing; the best
/// attempt by class wins.
[[nodiscard]] Sequence sequence(std::vector<Booking> const& bookings, Allocation const& allocation,
                                Day const& day);

/// Fills what is idle between entries, where it can be filled whole: pictures and slogans next to
/// it are stretched, or a filler's is shown for just that long.
void pad(std::vector<Placed>& entries, std::vector<Booking> const& bookings);

}  // namespace tocsin::playlists::detail
