// SPDX-License-Identifier: Apache-2.0
// The programme compiler, top down: bookings, airtime, sequence, residues, timeline, findings.
#include "tocsin/playlists/compiler.hpp"

#include <algorithm>
#include <limits>

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

constexpr auto kNothing = std::numeric_limits<std::uint32_t>::max();

/// Rows of a timeline's table in the order of their first use; `keys` is how many rows there could
/// be.
template <class Row>
class Table {
public:
    Table(std::vector<Row>& rows, std::size_t keys)
        : rows_(rows), index_(keys, TimelineEntry::kNone) {}
    template <class Make>
    std::uint16_t indexOf(std::size_t key, Make make) {
        if (index_[key] == TimelineEntry::kNone) {
            index_[key] = static_cast<std::uint16_t>(rows_.size());
            rows_.push_back(make());
        }
        return index_[key];
    }

private:
    std::vector<Row>& rows_;
    std::vector<std::uint16_t> index_;
};

/// Why an entry is there, as a small number and in words.
struct Reason {
    /// 0 to 3: the class.
    static constexpr std::size_t closed = 4, idle = 5, pad = 6;
    static constexpr std::size_t kCount = 14;
    std::size_t base = idle;
    bool relaxed = false;

    [[nodiscard]] std::size_t key() const { return 2 * base + (relaxed ? 1 : 0); }
    [[nodiscard]] std::string text() const {
        std::string const word = base == closed ? "closed"
                                 : base == idle ? "idle"
                                 : base == pad
                                     ? "pad"
                                     : std::string(toString(static_cast<CampaignClass>(base)));
        return relaxed ? word + ",separation-relaxed" : word;
    }
};

Timeline timelineOf(Programme const& programme, detail::Day const& day,
                    std::vector<detail::Booking> const& bookings,
                    std::vector<Placed> const& entries) {
    Timeline out;
    out.algorithm = kAlgorithm;
    out.zone = programme.screen.zone;
    out.date = day.date;
    out.begin = fromMillis(day.begin);
    out.end = fromMillis(day.end);
    out.entries.reserve(entries.size());
    Table assets(out.assets, programme.assets.size());
    Table campaigns(out.campaigns, programme.campaigns.size());
    Table reasons(out.reasons, Reason::kCount);
    std::uint32_t previous = kNothing;
    for (auto const& placed : entries) {
        TimelineEntry entry;
        entry.start = fromMillis(placed.span.begin);
        Reason reason;
        if (placed.dark != Dark::no) {
            reason.base = placed.dark == Dark::closed ? Reason::closed : Reason::idle;
            previous = kNothing;
        } else {
            auto const& booking = bookings[placed.booking];
            auto const asset = placed.item->asset;
            entry.asset = assets.indexOf(asset, [&] { return programme.assets[asset].id; });
            entry.campaign = campaigns.indexOf(
                booking.campaign, [&] { return programme.campaigns[booking.campaign].id; });
            reason.base = placed.pad ? Reason::pad : static_cast<std::size_t>(booking.priority);
            reason.relaxed = asset == previous;
            previous = asset;
        }
        entry.reason = reasons.indexOf(reason.key(), [&] { return reason.text(); });
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
