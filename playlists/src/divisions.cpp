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

    /// What a class loses, the lower ones may have taken. They give up as little as that takes, the
    /// lowest class first.
    void sparePrior() {
        // Copies, since better ways take the place of the best one; what is placed stays with it.
        auto const had = best_->bookings;
        auto const rearranged = best_->allocation.rearranged;
        auto const spacing = best_->allocation.spacing;
        auto const prior = highestLosing();
        auto const givers = giversTo(prior);
        if (givers.empty()) {
            return;
        }
        auto const losses = [&](std::int64_t parts) {
            auto bookings = had;
            for (auto& booking : bookings) {
                booking.granted = 0;
            }
            for (auto const& ofClass : givers) {
                auto const given = std::clamp<std::int64_t>(parts, 0, kParts);
                for (auto const i : ofClass) {
                    bookings[i].ceiling = had[i].granted * (kParts - given) / kParts;
                }
                parts -= given;
            }
            tryOut(std::move(bookings), rearranged, spacing);
            return std::vector(last_.begin(), last_.begin() + static_cast<int>(prior) + 1);
        };
        std::int64_t tooFew = 0;
        auto enough = kParts * static_cast<std::int64_t>(givers.size());
        auto const least = losses(enough);
        while (enough - tooFew > 1) {
            auto const middle = (tooFew + enough) / 2;
            (losses(middle) <= least ? enough : tooFew) = middle;
        }
    }

    [[nodiscard]] bool loses(std::size_t i) const {
        auto const& booking = best_->bookings[i];
        return !booking.takesWhatIsLeft && best_->sequence.counts[i] < booking.granted;
    }

    [[nodiscard]] CampaignClass highestLosing() const {
        auto out = CampaignClass::filler;
        for (std::size_t i = 0; i < best_->bookings.size(); ++i) {
            out = loses(i) ? std::min(out, best_->bookings[i].priority) : out;
        }
        return out;
    }

    /// The bookings of lower classes that meet those of the class that lose: by class, the lowest
    /// first.
    [[nodiscard]] std::vector<std::vector<std::size_t>> giversTo(CampaignClass prior) const {
        auto const& bookings = best_->bookings;
        Intervals where;
        for (std::size_t i = 0; i < bookings.size(); ++i) {
            if (loses(i) && bookings[i].priority == prior) {
                where.insert(where.end(), bookings[i].runs.begin(), bookings[i].runs.end());
            }
        }
        where = normalised(std::move(where));
        std::array<std::vector<std::size_t>, 4> byClass;
        for (std::size_t i = 0; i < bookings.size(); ++i) {
            if (!bookings[i].takesWhatIsLeft && bookings[i].priority > prior &&
                bookings[i].granted > 0 && !intersection(bookings[i].runs, where).empty()) {
                byClass[static_cast<std::size_t>(bookings[i].priority)].push_back(i);
            }
        }
        std::vector<std::vector<std::size_t>> out(byClass.rbegin(), byClass.rend());
        std::erase_if(out, [](auto const& ofClass) { return ofClass.empty(); });
        return out;
    }

    static constexpr std::int64_t kParts = 256;  ///< of what a class has

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
