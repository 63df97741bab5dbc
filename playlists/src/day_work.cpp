// SPDX-License-Identifier: Apache-2.0
// The day top down: fixed events, bookings, airtime, sequence, neighbours, residues.
#include "day_work.hpp"

#include <algorithm>

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
                               ", lasts " + std::to_string(shortest->duration.count()) + " ms)"};
}

/// Looks for the division of the day that loses least. What the fluid grants can be hard to keep
/// play by play; then other ways may lose less than the first.
class Divisions {
public:
    explicit Divisions(DayWork const& work) : work_(work) {}

    Result<Division> best(std::vector<Booking> const& bookings) {
        if (!tryOut(bookings, true, Spacing::plays)) {
            return *error_;
        }
        // Airtime that was moved to make room stands less evenly.
        if (loses() && best_->allocation.rearranged) {
            tryOut(bookings, false, Spacing::plays);
        }
        if (loses() && std::any_of(bookings.begin(), bookings.end(), isMixed)) {
            tryOut(bookings, true, Spacing::airtime);
        }
        if (loses()) {
            sparePrior();
        }
        return std::move(*best_);
    }

private:
    [[nodiscard]] static bool isMixed(Booking const& booking) {
        return std::any_of(booking.items.begin(), booking.items.end(), [&](Item const& item) {
            return item.duration != booking.items.front().duration;
        });
    }

    [[nodiscard]] bool loses() const {
        return !best_->sequence.tooMany && lostOf(best_->bookings, best_->sequence) > 0;
    }

    bool tryOut(std::vector<Booking> bookings, bool mayRearrange, Spacing spacing) {
        Division made;
        made.bookings = std::move(bookings);
        auto allocation = allocate(made.bookings, work_.day, mayRearrange, spacing);
        if (!allocation) {
            error_ = allocation.error();
            return false;
        }
        made.allocation = std::move(*allocation);
        made.sequence = sequence({work_.day, made.bookings, made.allocation, work_.fixed,
                                  *work_.neighbours, work_.past});
        last_ = missingOf(made.bookings, made.sequence);
        if (!best_ || last_ < missingOf(best_->bookings, best_->sequence)) {
            best_ = std::move(made);
        }
        return true;
    }

    /// What a class loses, the lower ones may have taken. They give up as little as that takes, and
    /// only those that meet the losers.
    void sparePrior() {
        auto const bookings = best_->bookings;
        auto const counts = best_->sequence.counts;
        auto first = CampaignClass::filler;  // the highest class that loses
        for (std::size_t i = 0; i < bookings.size(); ++i) {
            if (!bookings[i].takesWhatIsLeft && counts[i] < bookings[i].granted) {
                first = std::min(first, bookings[i].priority);
            }
        }
        Intervals where;
        for (std::size_t i = 0; i < bookings.size(); ++i) {
            bool const loses = !bookings[i].takesWhatIsLeft && counts[i] < bookings[i].granted;
            if (loses && bookings[i].priority == first) {
                where.insert(where.end(), bookings[i].runs.begin(), bookings[i].runs.end());
            }
        }
        where = normalised(std::move(where));
        std::vector<bool> gives;
        for (auto const& booking : bookings) {
            gives.push_back(!booking.takesWhatIsLeft && booking.priority > first &&
                            booking.granted > 0 && !intersection(booking.runs, where).empty());
        }
        if (std::none_of(gives.begin(), gives.end(), [](bool one) { return one; })) {
            return;
        }
        constexpr std::int64_t kParts = 256;
        auto const losses = [&](std::int64_t parts) {
            auto less = bookings;
            for (std::size_t i = 0; i < less.size(); ++i) {
                if (gives[i]) {
                    less[i].ceiling = less[i].granted * (kParts - parts) / kParts;
                }
                less[i].granted = 0;
            }
            tryOut(std::move(less), best_->allocation.rearranged, best_->allocation.spacing);
            return std::vector(last_.begin(), last_.begin() + static_cast<int>(first) + 1);
        };
        auto const best = losses(kParts);
        std::int64_t tooFew = 0, enough = kParts;
        while (enough - tooFew > 1) {
            auto const middle = (tooFew + enough) / 2;
            (losses(middle) <= best ? enough : tooFew) = middle;
        }
    }

    DayWork const& work_;
    std::array<std::int64_t, 4> last_{};  ///< missing plays of the last way tried
    std::optional<Division> best_;
    std::optional<Error> error_;
};

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
    auto division = Divisions(*work).best(booked);
    if (!division) {
        return division.error();
    }
    work->division = std::move(*division);
    auto& sequence = work->division.sequence;
    if (!sequence.tooMany) {
        untangle(sequence.entries, work->plan());
        pad(sequence.entries, work->plan());
    }
    if (sequence.tooMany || sequence.entries.size() > kMostEntries) {
        return tooMany(date, programme);
    }
    return std::unique_ptr<DayWork const>(std::move(work));
}

}  // namespace tocsin::playlists::detail
