// SPDX-License-Identifier: Apache-2.0
// The plays of a day as they are placed, and where they may be moved.
#pragma once

#include <cstdint>
#include <vector>

#include "allocation.hpp"
#include "booking.hpp"
#include "fixed_events.hpp"
#include "neighbours.hpp"
#include "past.hpp"

namespace tocsin::playlists::detail {

/// A timeline may not have more entries; the codec refuses more.
inline constexpr std::size_t kMostEntries = 100'000;

enum class Dark { no, closed, idle };

/// No dark moment is made shorter than this to keep two plays apart: it would be a flicker.
inline constexpr std::int64_t kLeastDark = 200;

/// Small, since a day has thousands. The pointers lead into the bookings and the fixed plays.
struct Placed {
    static constexpr std::uint32_t kFixed = 0xffff'ffff;

    Interval span;
    Item const* item = nullptr;     ///< null if dark
    Interval const* run = nullptr;  ///< the window around it: it may be moved or stretched inside
    std::uint32_t booking = 0;      ///< kFixed: a fixed event
    std::uint32_t campaign = 0;     ///< into Programme::campaigns
    std::int64_t play = 0;          ///< which of a paced booking's plays
    Dark dark = Dark::no;
    bool pad = false;

    [[nodiscard]] Shown shown() const noexcept {
        return dark == Dark::no ? Shown{item->asset, campaign} : Shown{};
    }
};

struct Sequence {
    std::vector<Placed> entries;       ///< tiles the day
    std::vector<std::int64_t> counts;  ///< plays of each paced booking
    bool tooMany = false;              ///< given up at kMostEntries
};

/// What the day is made of. All of it must outlive the sequence.
struct Plan {
    Day const& day;
    std::vector<Booking> const& bookings;
    Allocation const& allocation;
    std::vector<FixedPlay> const& fixed;
    Neighbours const& neighbours;
    Past const& past;
};

/// Until when a play waits for a better neighbour, given the time that is its own. With a quarter
/// of a period by which it may be moved forward, no gap is longer than two periods and an item.
[[nodiscard]] std::int64_t patienceOf(Interval const& own);

/// Where a play that is neither dark nor fixed may be moved: in its window, and near its ideal
/// place; or near where it is, if the day is so full that this is elsewhere.
[[nodiscard]] Interval placeOf(Placed const& play, Plan const& plan);

/// Whether the play repays a debt: of a booking's plays, the last ones do.
[[nodiscard]] bool makesGood(Placed const& entry, Plan const& plan);

/// Whether the entry may begin at another instant: not if it is dark, fixed or a filled residue, or
/// kept to a limit an hour or a least distance.
[[nodiscard]] bool mayMove(Placed const& entry, Plan const& plan);

}  // namespace tocsin::playlists::detail
