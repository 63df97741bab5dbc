// SPDX-License-Identifier: Apache-2.0
#include "placing.hpp"

#include <algorithm>

namespace tocsin::playlists::detail {

std::int64_t patienceOf(Interval const& own) {
    return own.begin + own.length() * 1 / 2;
}

Interval placeOf(Placed const& play, Plan const& plan) {
    auto const& booking = plan.bookings[play.booking];
    if (booking.takesWhatIsLeft) {
        return *play.run;
    }
    auto const release = plan.allocation.releaseOf(play.booking, booking, play.play);
    auto const due = plan.allocation.dueOf(play.booking, booking, play.play);
    auto const length = play.span.length();
    auto first = release - (due - release) / 4;
    auto last = release + (due - release) * 3 / 4 + 2 * length;
    if (play.span.begin < first) {
        first = play.span.begin - length;
    }
    if (play.span.end > last) {
        last = play.span.end + length;
    }
    return {std::max(play.run->begin, first), std::min(play.run->end, last)};
}

bool makesGood(Placed const& entry, Plan const& plan) {
    if (entry.dark != Dark::no || entry.booking == Placed::kFixed || entry.pad) {
        return false;
    }
    auto const& booking = plan.bookings[entry.booking];
    return !booking.takesWhatIsLeft && entry.play >= booking.wanted - booking.makeGood;
}

bool mayMove(Placed const& entry, Plan const& plan) {
    return entry.dark == Dark::no && entry.booking != Placed::kFixed && !entry.pad &&
           plan.bookings[entry.booking].mostPerHour == 0 &&
           plan.neighbours.separationOf(entry.item->asset) == 0;
}

}  // namespace tocsin::playlists::detail
