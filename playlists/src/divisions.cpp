// SPDX-License-Identifier: Apache-2.0
#include "divisions.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace tocsin::playlists::detail {
namespace {

/// Missing plays in the order in which they matter: less is better, the first number counts most.
using Losses = std::vector<std::int64_t>;

bool isMixed(Booking const& booking) {
    return std::any_of(booking.items.begin(), booking.items.end(), [&](Item const& item) {
        return item.duration != booking.items.front().duration;
    });
}

std::int64_t longestOf(std::vector<Booking> const& bookings) {
    std::int64_t out = 0;
    for (auto const& booking : bookings) {
        for (auto const& item : booking.items) {
            out = std::max(out, booking.takesWhatIsLeft ? 0 : item.duration);
        }
    }
    return out;
}

class Divisions {
public:
    explicit Divisions(Setting const& setting) : setting_(setting) {}

    Result<Division> best(std::vector<Booking> const& bookings) {
        order_ = orderOfService(bookings);
        if (!tryOut(bookings, {})) {
            return *error_;
        }
        tryOtherWays(bookings);
        spareClasses();
        spareCampaigns();
        return std::move(*best_);
    }

private:
    bool tryOut(std::vector<Booking> bookings, Way const& way) {
        Division made;
        made.bookings = std::move(bookings);
        auto allocation = allocate(made.bookings, setting_.day, way);
        if (!allocation) {
            error_ = allocation.error();
            return false;
        }
        made.allocation = std::move(*allocation);
        made.sequence = sequence({setting_.day, made.bookings, made.allocation, setting_.fixed,
                                  setting_.neighbours, setting_.past});
        last_ = lossesOf(made);
        if (!best_ || (last_ < lossesOf(*best_) && isFair(made))) {
            best_ = std::move(made);
        }
        return true;
    }

    /// A campaign's play may cost those after it as much airtime, and what whole items round away.
    [[nodiscard]] bool isFair(Division const& made) const {
        return !focus_ || lostAirtime(made) <= mostLost_;
    }

    /// What the class in focus does not get of its airtime.
    [[nodiscard]] std::int64_t lostAirtime(Division const& made) const {
        std::int64_t out = 0;
        for (auto const i : order_) {
            auto const& booking = made.bookings[i];
            if (booking.priority == made.bookings[**focus_].priority) {
                out += booking.workOf(booking.wanted) - booking.workOf(made.sequence.counts[i]);
            }
        }
        return out;
    }

    void tryOtherWays(std::vector<Booking> const& bookings) {
        // Airtime that was moved to make room stands less evenly.
        if (loses() && best_->allocation.rearranged) {
            tryOut(bookings, {.mayRearrange = false});
        }
        if (loses() && std::any_of(bookings.begin(), bookings.end(), isMixed)) {
            tryOut(bookings, {.spacing = Spacing::airtime});
        }
        auto way = best_->allocation.way;
        auto const longest = longestOf(bookings);
        for (auto const residue : {longest / 2, longest}) {
            if (loses() && setting_.day.open.size() > 1) {
                way.residue = residue;
                tryOut(bookings, way);
            }
        }
    }

    [[nodiscard]] bool loses() const {
        return !best_->sequence.tooMany && lostOf(best_->bookings, best_->sequence) > 0;
    }

    [[nodiscard]] bool loses(std::size_t i) const {
        return best_->sequence.counts[i] < best_->bookings[i].granted;
    }

    /// What a class loses, the lower ones may have taken.
    void spareClasses() {
        auto const losing = std::find_if(order_.begin(), order_.end(),
                                         [this](std::size_t i) { return loses() && loses(i); });
        if (losing == order_.end()) {
            return;
        }
        auto const prior = best_->bookings[*losing].priority;
        Intervals where;
        auto lower = order_.begin();
        for (; lower != order_.end() && best_->bookings[*lower].priority <= prior; ++lower) {
            auto const& booking = best_->bookings[*lower];
            if (booking.priority == prior && loses(*lower)) {
                where.insert(where.end(), booking.runs.begin(), booking.runs.end());
            }
        }
        spare(static_cast<std::size_t>(prior) + 1, lower,
              giversIn(normalised(std::move(where)), lower, true));
    }

    /// What a campaign loses, those of its class that are served after it may have taken.
    void spareCampaigns() {
        int spared = 0;
        for (auto at = order_.begin(); at != order_.end() && loses() && spared < kSpared; ++at) {
            auto const prior = best_->bookings[*at].priority;
            auto const givers =
                loses(*at) ? giversIn(best_->bookings[*at].runs, at + 1, false) : Groups{};
            bool const ofItsClass =
                std::any_of(givers.begin(), givers.end(), [&](auto const& group) {
                    return best_->bookings[group.front()].priority == prior;
                });
            if (ofItsClass) {
                focus_ = at;
                mostLost_ = lostAirtime(*best_) + 2 * longestOf(best_->bookings);
                spare(static_cast<std::size_t>(prior) + rankInClass(at) + 1, at + 1, givers);
                ++spared;
            }
        }
    }

    using InOrder = std::vector<std::size_t>::const_iterator;
    using Groups = std::vector<std::vector<std::size_t>>;

    /// The givers give up as little as it takes to lose as few as possible of the first `count`
    /// losses, the first of them most. Nobody from `later` on takes what they give.
    void spare(std::size_t count, InOrder later, Groups const& givers) {
        if (givers.empty()) {
            return;
        }
        // Copies, since better ways take the place of the best one; what is placed stays with it.
        auto const had = best_->bookings;
        auto way = best_->allocation.way;
        way.mayRearrange = best_->allocation.rearranged;
        auto const lossesAfter = [&](std::int64_t parts) {
            auto bookings = had;
            for (auto& booking : bookings) {
                booking.granted = 0;
            }
            for (auto at = later; at != order_.end(); ++at) {
                bookings[*at].ceiling = had[*at].granted;
            }
            for (auto const& group : givers) {
                auto const given = std::clamp<std::int64_t>(parts, 0, kParts);
                for (auto const i : group) {
                    bookings[i].ceiling = had[i].granted * (kParts - given) / kParts;
                }
                parts -= given;
            }
            tryOut(std::move(bookings), way);
            return Losses(last_.begin(), last_.begin() + static_cast<std::ptrdiff_t>(count));
        };
        std::int64_t tooFew = 0;
        auto enough = kParts * static_cast<std::int64_t>(givers.size());
        auto const least = lossesAfter(enough);
        while (enough - tooFew > 1) {
            auto const middle = (tooFew + enough) / 2;
            (lossesAfter(middle) <= least ? enough : tooFew) = middle;
        }
    }

    /// The bookings from `first` on that meet `where`, in groups, those that give first at the
    /// front: each class as one, or each booking alone.
    [[nodiscard]] Groups giversIn(Intervals const& where, InOrder first, bool byClass) const {
        Groups out;
        for (auto at = order_.end(); at != first;) {
            auto const& booking = best_->bookings[*--at];
            if (booking.granted == 0 || intersection(booking.runs, where).empty()) {
                continue;
            }
            bool const joins = byClass && !out.empty() &&
                               best_->bookings[out.back().front()].priority == booking.priority;
            if (!joins) {
                out.emplace_back();
            }
            out.back().push_back(*at);
        }
        return out;
    }

    /// How many bookings of its class are served before it.
    [[nodiscard]] std::size_t rankInClass(InOrder at) const {
        auto const& bookings = best_->bookings;
        return static_cast<std::size_t>(std::count_if(order_.begin(), at, [&](std::size_t i) {
            return bookings[i].priority == bookings[*at].priority;
        }));
    }

    /// By class. With a focus, the bookings of its class one by one up to it, before the class.
    [[nodiscard]] Losses lossesOf(Division const& made) const {
        auto const byClass = missingOf(made.bookings, made.sequence);
        Losses out(byClass.begin(), byClass.end());
        if (!focus_) {
            return out;
        }
        auto const focused = static_cast<std::size_t>(made.bookings[**focus_].priority);
        Losses ofItsClass;
        for (auto at = order_.begin(); at <= *focus_; ++at) {
            auto const& booking = made.bookings[*at];
            if (static_cast<std::size_t>(booking.priority) == focused) {
                ofItsClass.push_back(booking.wanted - made.sequence.counts[*at]);
            }
        }
        out.insert(out.begin() + static_cast<std::ptrdiff_t>(focused), ofItsClass.begin(),
                   ofItsClass.end());
        return out;
    }

    static constexpr std::int64_t kParts = 256;  ///< of what a giver has
    static constexpr int kSpared = 2;            ///< campaigns: each costs some ten tries

    Setting const& setting_;
    std::vector<std::size_t> order_;  ///< of service
    std::optional<InOrder> focus_;
    std::int64_t mostLost_ = 0;  ///< airtime that the class of the one in focus may lose
    Losses last_;                ///< of the last way tried
    std::optional<Division> best_;
    std::optional<Error> error_;
};

}  // namespace

Result<Division> bestDivision(Setting const& setting, std::vector<Booking> const& bookings) {
    return Divisions(setting).best(bookings);
}

}  // namespace tocsin::playlists::detail
