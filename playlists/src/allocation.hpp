// SPDX-License-Identifier: Apache-2.0
// Airtime as a fluid: how much of each stretch of the day every booking gets, before any play is
// placed.
#pragma once

#include <cstdint>
#include <vector>

#include "booking.hpp"

namespace tocsin::playlists::detail {

/// Rising piecewise linear airtime of one booking. The inverse gives the windows of its plays.
class Flow {
public:
    void add(Interval stretch, std::int64_t airtime);
    /// When the fluid has given `airtime` and gives more: a play that starts there is on time.
    /// Rounded down.
    [[nodiscard]] std::int64_t releaseOf(std::int64_t airtime) const;
    /// When the fluid has just given `airtime`. Rounded up.
    [[nodiscard]] std::int64_t dueOf(std::int64_t airtime) const;
    /// Airtime given before `t`, where `t` is an edge of a stretch.
    [[nodiscard]] std::int64_t before(std::int64_t t) const;

private:
    struct Piece {
        Interval stretch;
        std::int64_t before = 0;
        std::int64_t airtime = 0;
    };
    std::vector<Piece> pieces_;
};

/// Where the plays of a campaign stand between the first and the last, if its items are not equally
/// long.
enum class Spacing {
    plays,   ///< the same time for each play, however long it is
    airtime  ///< the same time for each second of airtime: closer to what the fluid promises
};

struct Allocation {
    bool rearranged = false;  ///< some booking's airtime was moved to make room for another
    Spacing spacing = Spacing::plays;
    std::vector<Flow> flows;          ///< one for each booking, empty for fillers
    std::vector<std::int64_t> works;  ///< by booking: the airtime of all its granted plays
    std::vector<std::int64_t> ends;   ///< of the stretches, ascending
    std::vector<std::int64_t>
        dueByEnd;  ///< [end * bookings + booking]: airtime of the whole plays due by then
    [[nodiscard]] std::int64_t due(std::size_t end, std::size_t booking) const {
        return dueByEnd[end * flows.size() + booking];
    }
    /// The ideal start of the booking's granted play number `play`, from 0, and the end of the time
    /// that is its own. `booking` is the one at `index`.
    [[nodiscard]] std::int64_t releaseOf(std::size_t index, Booking const& booking,
                                         std::int64_t play) const;
    [[nodiscard]] std::int64_t dueOf(std::size_t index, Booking const& booking,
                                     std::int64_t play) const;
    /// How many of the booking's granted plays are due when the fluid has given it `airtime`.
    [[nodiscard]] std::int64_t playsDue(std::size_t index, Booking const& booking,
                                        std::int64_t airtime) const;

private:
    [[nodiscard]] std::int64_t airtimeBefore(std::size_t index, Booking const& booking,
                                             std::int64_t play) const;
};

/// Sets Booking::granted of all paced bookings and divides the open time among them. Higher classes
/// are served first, within a class the least flexible, and make-good after all that is booked. A
/// booking goes short only if no division of the airtime serves it without taking from one that was
/// served before it; without `mayRearrange`, everyone keeps an even flow and some go shorter.
/// Errc::invalid if there are too many windows to divide.
[[nodiscard]] Result<Allocation> allocate(std::vector<Booking>& bookings, Day const& day,
                                          bool mayRearrange, Spacing spacing);

}  // namespace tocsin::playlists::detail
