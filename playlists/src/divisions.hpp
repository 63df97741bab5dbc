// SPDX-License-Identifier: Apache-2.0
// Ways to divide a day among its bookings, and the search for the one that loses least.
#pragma once

#include <vector>

#include "sequencing.hpp"

namespace tocsin::playlists::detail {

/// One way to divide the day, and what became of it. The sequence points into the bookings: it may
/// be moved, not copied.
struct Division {
    Division() = default;
    Division(Division&&) = default;
    Division& operator=(Division&&) = default;

    std::vector<Booking> bookings;
    Allocation allocation;
    Sequence sequence;
};

/// What stands before the day is divided. All of it must outlive the search.
struct Setting {
    Day const& day;
    std::vector<FixedPlay> const& fixed;
    Neighbours const& neighbours;
    Past const& past;
};

/// The division that loses least. What the fluid grants can be hard to keep play by play; then
/// other ways may lose less than the first. Errors as allocate().
[[nodiscard]] Result<Division> bestDivision(Setting const& setting,
                                            std::vector<Booking> const& bookings);

}  // namespace tocsin::playlists::detail
