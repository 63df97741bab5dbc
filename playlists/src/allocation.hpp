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

/// How airtime is divided.
struct Way {
    bool mayRearrange = true;  ///< move some bookings' airtime to make room for others
    Spacing spacing = Spacing::plays;
    /// Milliseconds kept free at the end of every piece of open time, where whole items may leave
    /// a residue.
    std::int64_t residue = 0;
};

struct Allocation {
    Way way;                          ///< how it was made
    bool rearranged = false;          ///< some booking's airtime was moved to make room for another
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

/// The paced bookings in the order in which they are served: by class, within a class the least
/// flexible first, which has the least time; then the seed decides, then the id.
[[nodiscard]] std::vector<std::size_t> orderOfService(std::vector<Booking> const& bookings);

/// Sets Booking::granted of all paced bookings and divides the open time among them, in the order
/// of service, and make-good after all that is booked. A booking goes short only if no division of
/// the airtime serves it without taking from one that was served before it; without
/// Way::mayRearrange, everyone keeps an even flow and some go shorter. Errc::invalid if there are
/// too many windows to divide.
[[nodiscard]] Result<Allocation> allocate(std::vector<Booking>& bookings, Day const& day,
                                          Way const& way);

}  // namespace tocsin::playlists::detail
