// SPDX-License-Identifier: Apache-2.0
#include "divisions.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace tocsin::playlists::detail {
namespace {

class Divisions {
public:
    explicit Divisions(Setting const& setting) : setting_(setting) {}

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
        auto allocation = allocate(made.bookings, setting_.day, mayRearrange, spacing);
        if (!allocation) {
            error_ = allocation.error();
            return false;
        }
        made.allocation = std::move(*allocation);
        made.sequence = sequence({setting_.day, made.bookings, made.allocation, setting_.fixed,
                                  setting_.neighbours, setting_.past});
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

    Setting const& setting_;
    std::array<std::int64_t, 4> last_{};  ///< missing plays of the last way tried
    std::optional<Division> best_;
    std::optional<Error> error_;
};

}  // namespace

Result<Division> bestDivision(Setting const& setting, std::vector<Booking> const& bookings) {
    return Divisions(setting).best(bookings);
}

}  // namespace tocsin::playlists::detail
