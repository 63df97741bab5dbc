// SPDX-License-Identifier: Apache-2.0
// The programme compiler, top down: bookings, airtime, sequence, residues, timeline, findings.
#include "tocsin/playlists/compiler.hpp"

#include <algorithm>
#include <limits>
#include <map>

#include "allocation.hpp"
#include "booking.hpp"
#include "findings.hpp"
#include "sequencing.hpp"
#include "tocsin/playlists/words.hpp"
#include "validation.hpp"

namespace tocsin::playlists {
namespace {

using detail::Dark;
using detail::Placed;

/// Rows of a timeline's table in the order of their first use.
template <class Row>
class Table {
public:
    explicit Table(std::vector<Row>& rows) : rows_(rows) {}
    std::uint16_t indexOf(Row const& row) {
        auto const [at, isNew] = index_.try_emplace(row, static_cast<std::uint16_t>(rows_.size()));
        if (isNew) {
            rows_.push_back(row);
        }
        return at->second;
    }

private:
    std::vector<Row>& rows_;
    std::map<Row, std::uint16_t> index_;
};

std::string reasonOf(Placed const& entry, detail::Booking const& booking, bool repeats) {
    std::string const reason = entry.pad ? "pad" : std::string(toString(booking.priority));
    return repeats ? reason + ",separation-relaxed" : reason;
}

Timeline timelineOf(Programme const& programme, detail::Day const& day,
                    std::vector<detail::Booking> const& bookings,
                    std::vector<Placed> const& entries) {
    Timeline out;
    out.algorithm = kAlgorithm;
    out.zone = programme.screen.zone;
    out.date = day.date;
    out.begin = fromMillis(day.begin);
    out.end = fromMillis(day.end);
    Table assets(out.assets);
    Table campaigns(out.campaigns);
    Table reasons(out.reasons);
    constexpr auto nothing = std::numeric_limits<std::uint32_t>::max();
    std::uint32_t previous = nothing;
    for (auto const& placed : entries) {
        TimelineEntry entry;
        entry.start = fromMillis(placed.span.begin);
        if (placed.dark != Dark::no) {
            entry.reason = reasons.indexOf(placed.dark == Dark::closed ? "closed" : "idle");
            previous = nothing;
        } else {
            auto const& booking = bookings[placed.booking];
            entry.asset = assets.indexOf(programme.assets[placed.item.asset].id);
            entry.campaign = campaigns.indexOf(programme.campaigns[booking.campaign].id);
            entry.reason =
                reasons.indexOf(reasonOf(placed, booking, placed.item.asset == previous));
            previous = placed.item.asset;
        }
        out.entries.push_back(entry);
    }
    return out;
}

Error tooMany(LocalDay date, Programme const& programme) {
    auto const shortest =
        std::min_element(programme.assets.begin(), programme.assets.end(),
                         [](auto const& a, auto const& b) { return a.duration < b.duration; });
    return {Errc::invalid, toString(date) + " would have more than " +
                               std::to_string(detail::kMostEntries) +
                               " plays; make items longer (the shortest, " + shortest->id.str() +
                               ", lasts " + std::to_string(shortest->duration.count()) + " ms)"};
}

Result<Compiled> compileDay(Programme const& programme, detail::Day const& day, Instant dayBegin) {
    Compiled out;
    auto bookings = detail::bookingsOf(programme, day, dayBegin, out.findings);
    auto const allocation = detail::allocate(bookings, day.open);
    if (!allocation) {
        return allocation.error();
    }
    auto sequence = detail::sequence(bookings, *allocation, day);
    if (!sequence.tooMany) {
        detail::pad(sequence.entries, bookings);
    }
    if (sequence.tooMany || sequence.entries.size() > detail::kMostEntries) {
        return tooMany(day.date, programme);
    }
    out.timeline = timelineOf(programme, day, bookings, sequence.entries);
    detail::reportMissing(programme, day, bookings, sequence.counts, out.findings);
    detail::reportEmpty(programme, day, sequence.entries, out.findings);
    return out;
}

}  // namespace

Result<Compiled> compile(Programme const& programme, LocalDay date, std::optional<Instant> from) {
    auto const bounds = dayBounds(programme.screen.zone, date);
    if (!bounds) {
        return bounds.error();
    }
    auto const sorted = detail::validated(programme);
    if (!sorted) {
        return sorted.error();
    }
    auto const zone = detail::Zone::find(programme.screen.zone);
    bool const replan = from && *from > bounds->begin && *from < bounds->end;
    detail::Day day{
        *zone, date, toMillis(replan ? *from : bounds->begin), toMillis(bounds->end), {}};
    day.open = detail::openingHours(*sorted, day);
    return compileDay(*sorted, day, bounds->begin);
}

}  // namespace tocsin::playlists
