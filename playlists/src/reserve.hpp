// SPDX-License-Identifier: Apache-2.0
// What keeps counts exact: how long the sequencer may do without a paced play before the plays that
// must still end by some edge no longer fit. Kept up to date play by play, so that a step costs no
// more than the number of different window ends.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "allocation.hpp"
#include "booking.hpp"
#include "open_time.hpp"

namespace tocsin::playlists::detail {

/// No limit: far beyond any day, and far from overflow.
inline constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max() / 4;

/// All limits are open time: OpenTime::before of the instant that must not be passed. References
/// must outlive it.
class Reserve {
public:
    Reserve(std::vector<Booking> const& bookings, Allocation const& allocation,
            OpenTime const& open);

    /// The booking has had `done` of its airtime and must still have `pending`.
    void set(std::size_t booking, std::int64_t done, std::int64_t pending);
    /// Brings the limits up to date for the instant `t`, which never goes back.
    void moveTo(std::int64_t t);

    /// Passed this without a play, some play can no longer end in its windows.
    [[nodiscard]] std::int64_t limit() const noexcept { return limit_; }
    /// The booking's next play, of `duration`, may not end later than this. It is itself part of
    /// the work before its own last end and all later ones.
    [[nodiscard]] std::int64_t limitFor(std::size_t booking, std::int64_t duration) const {
        auto const& end = ends_[endOf_[booking]];
        return std::min(end.earlier, end.fromHere + duration);
    }
    /// Passed this without a play, what the fluid gives up to the next edges no longer fits.
    [[nodiscard]] std::int64_t flowLimit() const noexcept { return flowLimit_; }
    /// Whether the fluid gives the booking more than it has had, up to an edge before which there
    /// is no open time to lose at `open`.
    [[nodiscard]] bool isLateAt(std::size_t booking, std::int64_t open) const;

private:
    /// How many edges are looked ahead; a filler never lasts over more without being noticed at the
    /// next.
    static constexpr std::size_t kEdgesAhead = 4;

    /// Bookings whose last windows end together.
    struct End {
        std::int64_t open = 0;  ///< open time before it
        std::int64_t work = 0;  ///< airtime still to place by then, of these bookings
        std::int64_t earlier = kNever, fromHere = kNever;
    };
    [[nodiscard]] std::int64_t late(std::size_t edge, std::size_t booking) const;
    void addLate(std::size_t booking, std::int64_t sign);
    void refreshEnds();
    void refreshFlow();

    std::vector<Booking> const& bookings_;
    Allocation const& allocation_;
    std::vector<std::int64_t> edgeOpen_;  ///< open time before each edge of the allocation
    std::vector<End> ends_;
    std::vector<std::size_t> endOf_;
    std::vector<std::int64_t> done_, pending_;  ///< by booking
    std::array<std::int64_t, kEdgesAhead> late_{};
    std::size_t edge_ = 0;
    std::int64_t limit_ = kNever, flowLimit_ = kNever;
    bool changed_ = true;
};

}  // namespace tocsin::playlists::detail
