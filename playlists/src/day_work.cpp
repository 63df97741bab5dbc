// SPDX-License-Identifier: Apache-2.0
// The day top down: fixed events, bookings, airtime, sequence, neighbours, residues.
#include "day_work.hpp"

#include <algorithm>

#include "divisions.hpp"
#include "mending.hpp"
#include "padding.hpp"
#include "tocsin/playlists/words.hpp"
#include "untangling.hpp"
#include "validation.hpp"
#include "windows.hpp"

namespace tocsin::playlists::detail {
namespace {

Error tooMany(LocalDay date, Programme const& programme) {
    auto const shortest =
        std::min_element(programme.assets.begin(), programme.assets.end(),
                         [](auto const& a, auto const& b) { return a.duration < b.duration; });
    return {Errc::invalid, toString(date) + " would have more than " +
                               std::to_string(kMostEntries) +
                               " plays; make items longer (the shortest, " + shortest->id.str() +
                               ", lasts " + durationWords(shortest->duration).english + ")"};
}

}  // namespace

Result<std::unique_ptr<DayWork const>> workOut(Programme const& programme, LocalDay date,
                                               std::optional<Instant> from) {
    auto const bounds = dayBounds(programme.screen.zone, date);
    if (!bounds) {
        return bounds.error();
    }
    auto sorted = validated(programme);
    if (!sorted) {
        return sorted.error();
    }
    auto const zone = Zone::find(programme.screen.zone);
    bool const replan = from && *from > bounds->begin && *from < bounds->end;
    Day day{*zone, date, toMillis(replan ? *from : bounds->begin), toMillis(bounds->end), {}, {}};
    day.open = openingHours(*sorted, day);
    day.hours = clockHours(*zone, plusDays(date, -1), plusDays(date, 1));

    auto work = std::make_unique<DayWork>(std::move(*sorted), day);
    work->fixed = fixedPlays(work->programme, work->day, work->findings);
    Intervals taken;
    for (auto const& play : work->fixed) {
        taken.push_back(play.span);
    }
    taken = normalised(std::move(taken));
    work->day.open = difference(work->day.open, taken);
    auto const booked =
        bookingsOf(work->programme, work->day, bounds->begin, taken, work->findings);
    work->neighbours.emplace(work->programme, booked, work->fixed);
    work->past = pastOf(work->programme, *work->neighbours, work->day.begin);
    auto division = bestDivision(work->setting(), booked);
    if (!division) {
        return division.error();
    }
    work->division = std::move(*division);
    auto& sequence = work->division.sequence;
    if (!sequence.tooMany) {
        untangle(sequence.entries, work->plan());
        pad(sequence.entries, work->plan());
        mend(sequence.entries, work->plan());
    }
    if (sequence.tooMany || sequence.entries.size() > kMostEntries) {
        return tooMany(date, programme);
    }
    return std::unique_ptr<DayWork const>(std::move(work));
}

}  // namespace tocsin::playlists::detail
