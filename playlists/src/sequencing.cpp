// SPDX-License-Identifier: Apache-2.0
#include "sequencing.hpp"

#include <algorithm>
#include <optional>

#include "attempt.hpp"

namespace tocsin::playlists::detail {

std::int64_t lostOf(std::vector<Booking> const& bookings, Sequence const& made) {
    std::int64_t out = 0;
    for (std::size_t i = 0; i < bookings.size(); ++i) {
        out += bookings[i].takesWhatIsLeft ? 0 : bookings[i].granted - made.counts[i];
    }
    return out;
}

std::array<std::int64_t, 4> missingOf(std::vector<Booking> const& bookings, Sequence const& made) {
    std::array<std::int64_t, 4> out{};
    for (std::size_t i = 0; i < bookings.size(); ++i) {
        if (!bookings[i].takesWhatIsLeft) {
            out[static_cast<std::size_t>(bookings[i].priority)] +=
                bookings[i].wanted - made.counts[i];
        }
    }
    return out;
}

Sequence sequence(Plan const& plan) {
    auto const& bookings = plan.bookings;
    auto const& day = plan.day;
    std::int64_t longest = 1;
    for (auto const& booking : bookings) {
        for (auto const& item : booking.items) {
            longest = std::max(longest, item.duration);
        }
    }
    // With more lead, plays may start before their share of airtime: less even, but more of them
    // fit.
    std::array<std::int64_t, 4> const leads{0, longest, 8 * longest, day.end - day.begin};
    std::optional<Sequence> best;
    for (auto const lead : leads) {
        auto made = attempt(plan, lead, longest);
        if (made.tooMany) {
            return made;
        }
        if (!best || missingOf(bookings, made) < missingOf(bookings, *best)) {
            best = std::move(made);
        }
        if (lostOf(bookings, *best) == 0) {
            break;
        }
    }
    return std::move(*best);
}

}  // namespace tocsin::playlists::detail
