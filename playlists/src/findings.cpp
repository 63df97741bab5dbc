// SPDX-License-Identifier: Apache-2.0
// Findings read off the finished day.
#include "findings.hpp"

#include <algorithm>

#include "tocsin/playlists/words.hpp"

namespace tocsin::playlists::detail {
namespace {

constexpr std::size_t kMostHoursNamed = 4;

std::string clock(Day const& day, std::int64_t t) {
    return t == toMillis(day.zone.beginOf(plusDays(day.date, 1))) ? "24:00"
                                                                  : day.zone.clockAt(fromMillis(t));
}

std::string hoursOf(Day const& day, Intervals const& spans) {
    std::string out;
    for (std::size_t i = 0; i < std::min(spans.size(), kMostHoursNamed); ++i) {
        out += (i == 0 ? "" : ", ") + clock(day, spans[i].begin) + "-" + clock(day, spans[i].end);
    }
    return spans.size() > kMostHoursNamed
               ? out + " and " + std::to_string(spans.size() - kMostHoursNamed) + " more times"
               : out;
}

}  // namespace

void reportMissing(Programme const& programme, Day const& day, std::vector<Booking> const& bookings,
                   std::vector<std::int64_t> const& counts, std::vector<Finding>& findings) {
    for (std::size_t i = 0; i < bookings.size(); ++i) {
        auto const& booking = bookings[i];
        if (booking.takesWhatIsLeft || counts[i] == booking.wanted) {
            continue;
        }
        auto const& id = programme.campaigns[booking.campaign].id;
        std::int64_t const missing = booking.wanted - counts[i];
        std::string const whose = booking.ofDayBefore ? " (of the day before)" : "";
        findings.push_back({"over-booked", id,
                            "campaign " + id.str() + whose + " needs " +
                                std::to_string(booking.wanted) + " plays in " +
                                hoursOf(day, booking.runs) + ", but only " +
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
