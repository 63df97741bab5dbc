// SPDX-License-Identifier: Apache-2.0
// Findings read off the finished day.
#include "findings.hpp"

#include <algorithm>

#include "day_words.hpp"
#include "tocsin/playlists/words.hpp"

namespace tocsin::playlists::detail {
void reportMissing(Programme const& programme, Day const& day, std::vector<Booking> const& bookings,
                   std::vector<std::int64_t> const& counts, std::vector<Finding>& findings) {
    for (std::size_t i = 0; i < bookings.size(); ++i) {
        auto const& booking = bookings[i];
        if (booking.takesWhatIsLeft || counts[i] == booking.wanted) {
            continue;
        }
        auto const& id = programme.campaigns[booking.campaign].id;
        // What was owed gives way first.
        auto const owed = std::min(booking.makeGood, booking.wanted - counts[i]);
        if (owed > 0) {
            findings.push_back({"debt-left", id,
                                "campaign " + id.str() + " is owed " +
                                    std::to_string(booking.makeGood) + " plays, but " +
                                    std::to_string(owed) +
                                    " of them do not fit on this day; they wait for another day",
                                owed});
        }
        auto const booked = booking.wanted - booking.makeGood;
        auto const missing = std::max<std::int64_t>(0, booked - counts[i]);
        if (missing == 0) {
            continue;
        }
        std::string const whose = booking.ofDayBefore ? " (of the day before)" : "";
        findings.push_back({"over-booked", id,
                            "campaign " + id.str() + whose + " needs " + std::to_string(booked) +
                                " plays in " + hoursOf(day, booking.runs) + ", but only " +
                                std::to_string(counts[i]) + " fit beside the others; " +
                                std::to_string(missing) + " are missing",
                            missing});
    }
}

void reportEmpty(Programme const& programme, Day const& day, std::vector<Placed> const& entries,
                 std::vector<Finding>& findings) {
    std::int64_t shortest = 1;
    for (auto const& asset : programme.assets) {
        auto const duration = asset.duration.count();
        shortest = &asset == &programme.assets.front() ? duration : std::min(shortest, duration);
    }
    Intervals empty;
    for (auto const& entry : entries) {
        if (entry.dark == Dark::idle && entry.span.length() >= shortest) {
            empty.push_back(entry.span);
        }
    }
    if (empty.empty()) {
        return;
    }
    findings.push_back(
        {"screen-empty", CampaignId(),
         "the screen is open but has nothing to show for " + toString(TimeOfDay(totalOf(empty))) +
             " (hours:minutes) of the day: " + hoursOf(day, empty) + "; add a filler campaign",
         0});
}

}  // namespace tocsin::playlists::detail
