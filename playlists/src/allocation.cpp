// SPDX-License-Identifier: Apache-2.0
// Airtime as a fluid, integers only.
#include "allocation.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace tocsin::playlists::detail {
namespace {

/// Bookings times stretches: bounds time and memory at some hundred megabytes and a second.
constexpr std::size_t kMostCells = 4'000'000;

struct Stretch {
    Interval span;
    std::int64_t free = 0;
};

/// The open time, cut at every edge of a paced booking's window.
std::vector<Stretch> stretchesOf(std::vector<Booking> const& bookings, Intervals const& open) {
    std::vector<std::int64_t> cuts;
    for (auto const& booking : bookings) {
        for (auto const& run : booking.runs) {
            if (!booking.takesWhatIsLeft) {
                cuts.push_back(run.begin);
                cuts.push_back(run.end);
            }
        }
    }
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    std::vector<Stretch> out;
    for (auto const& whole : open) {
        std::int64_t at = whole.begin;
        auto cut = std::upper_bound(cuts.begin(), cuts.end(), at);
        for (; cut != cuts.end() && *cut < whole.end; ++cut) {
            out.push_back({{at, *cut}, *cut - at});
            at = *cut;
        }
        out.push_back({{at, whole.end}, whole.end - at});
    }
    return out;
}

std::vector<std::size_t> eligible(Booking const& booking, std::vector<Stretch> const& stretches) {
    std::vector<std::size_t> out;
    for (auto const& run : booking.runs) {
        auto const first =
            std::partition_point(stretches.begin(), stretches.end(),
                                 [&](Stretch const& s) { return s.span.begin < run.begin; });
        for (auto s = first; s != stretches.end() && s->span.end <= run.end; ++s) {
            out.push_back(static_cast<std::size_t>(s - stretches.begin()));
        }
    }
    return out;
}

/// Takes `airtime` from the stretches in proportion to their length, as far as each has room;
/// together they have enough.
Flow pour(std::int64_t airtime, std::vector<std::size_t> const& where,
          std::vector<Stretch>& stretches) {
    // The fullest first: what they cannot take raises the level of the others.
    auto order = where;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return stretches[a].free * stretches[b].span.length() <
               stretches[b].free * stretches[a].span.length();
    });
    std::int64_t length = 0;
    for (auto const s : where) {
        length += stretches[s].span.length();
    }
    std::vector<std::int64_t> taken(stretches.size(), 0);
    for (auto const s : order) {
        auto& stretch = stretches[s];
        taken[s] = std::min(stretch.free, airtime * stretch.span.length() / length);
        length -= stretch.span.length();
        airtime -= taken[s];
        stretch.free -= taken[s];
    }
    Flow flow;
    for (auto const s : where) {  // the milliseconds that rounding left over
        auto const more = std::min(airtime, stretches[s].free);
        taken[s] += more;
        airtime -= more;
        stretches[s].free -= more;
        flow.add(stretches[s].span, taken[s]);
    }
    return flow;
}

}  // namespace

void Flow::add(Interval stretch, std::int64_t airtime) {
    if (airtime > 0) {
        std::int64_t const before =
            pieces_.empty() ? 0 : pieces_.back().before + pieces_.back().airtime;
        pieces_.push_back({stretch, before, airtime});
    }
}

std::int64_t Flow::releaseOf(std::int64_t airtime) const {
    auto const piece =
        std::partition_point(pieces_.begin(), pieces_.end() - 1,
                             [airtime](Piece const& p) { return p.before + p.airtime <= airtime; });
    return piece->stretch.begin +
           (airtime - piece->before) * piece->stretch.length() / piece->airtime;
}

std::int64_t Flow::dueOf(std::int64_t airtime) const {
    auto const piece =
        std::partition_point(pieces_.begin(), pieces_.end() - 1,
                             [airtime](Piece const& p) { return p.before + p.airtime < airtime; });
    auto const scaled = (airtime - piece->before) * piece->stretch.length();
    return piece->stretch.begin + (scaled + piece->airtime - 1) / piece->airtime;
}

std::int64_t Flow::before(std::int64_t t) const {
    auto const piece = std::partition_point(pieces_.begin(), pieces_.end(),
                                            [t](Piece const& p) { return p.stretch.end <= t; });
    return piece == pieces_.begin() ? 0 : (piece - 1)->before + (piece - 1)->airtime;
}

Result<Allocation> allocate(std::vector<Booking>& bookings, Intervals const& open) {
    auto stretches = stretchesOf(bookings, open);
    if (stretches.size() * bookings.size() > kMostCells) {
        return Error{Errc::invalid,
                     "the programme has " + std::to_string(bookings.size()) + " campaigns and " +
                         std::to_string(stretches.size()) +
                         " different stretches of time on this day; use fewer different dayparts"};
    }
    std::vector<std::size_t> order(bookings.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    auto const rank = [&](std::size_t i) {
        auto const& b = bookings[i];
        return std::tuple(b.priority, totalOf(b.runs), b.tie, b.campaign, !b.ofDayBefore);
    };
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
    Allocation out;
    out.flows.resize(bookings.size());
    for (auto const i : order) {
        auto& booking = bookings[i];
        if (booking.takesWhatIsLeft) {
            continue;
        }
        auto const where = eligible(booking, stretches);
        std::int64_t room = 0;
        for (auto const s : where) {
            room += stretches[s].free;
        }
        booking.granted = booking.playsWithin(room);
        if (booking.granted > 0) {
            out.flows[i] = pour(booking.workOf(booking.granted), where, stretches);
        }
    }
    for (auto const& stretch : stretches) {
        out.ends.push_back(stretch.span.end);
        for (std::size_t i = 0; i < bookings.size(); ++i) {
            bool const any = bookings[i].granted > 0;
            out.dueByEnd.push_back(
                any ? bookings[i].wholePlays(out.flows[i].before(stretch.span.end)) : 0);
        }
    }
    return out;
}

}  // namespace tocsin::playlists::detail
