// SPDX-License-Identifier: Apache-2.0
// Airtime as a fluid, integers only.
#include "allocation.hpp"

#include <algorithm>
#include <limits>
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

/// The open time, cut at every edge of a paced booking's window, and at the hours of the clock if
/// some booking has a limit an hour. `residue` of every piece is not handed out.
std::vector<Stretch> stretchesOf(std::vector<Booking> const& bookings, Intervals const& open,
                                 std::vector<std::int64_t> const& clockHours,
                                 std::int64_t residue) {
    std::vector<std::int64_t> cuts;
    if (std::any_of(bookings.begin(), bookings.end(), [](Booking const& booking) {
            return booking.mostPerHour > 0 && !booking.takesWhatIsLeft;
        })) {
        cuts = clockHours;
    }
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
        out.push_back({{at, whole.end}, std::max<std::int64_t>(0, whole.end - at - residue)});
    }
    return out;
}

/// Hands out the stretches' airtime.
class Divider {
public:
    Divider(std::vector<Booking>& bookings, Intervals const& open,
            std::vector<std::int64_t> const& clockHours, std::int64_t residue)
        : bookings_(bookings),
          stretches_(stretchesOf(bookings, open, clockHours, residue)),
          shares_(bookings.size()) {}

    [[nodiscard]] std::vector<Stretch> const& stretches() const noexcept { return stretches_; }

    void prepare(std::vector<std::int64_t> const& clockHours, std::int64_t dayBegin) {
        for (std::size_t i = 0; i < bookings_.size(); ++i) {
            if (!bookings_[i].takesWhatIsLeft) {
                findWhere(i);
                limitByHour(i, clockHours, dayBegin);
            }
        }
    }

    /// Grants the booking up to `plays` in all, as many as there is airtime for.
    void grant(std::size_t i, std::int64_t plays, bool mayRearrange) {
        auto& booking = bookings_[i];
        auto const had = booking.workOf(booking.granted);
        auto const need = booking.workOf(plays) - had;
        auto room = roomOf(i);
        if (room < need && mayRearrange) {
            makeRoom(i, need);
            room = roomOf(i);
        }
        auto const granted = std::min(plays, booking.playsWithin(had + room));
        if (granted > booking.granted) {
            booking.granted = granted;
            pour(i, booking.workOf(granted) - had);
        }
    }

    [[nodiscard]] bool rearranged() const noexcept { return rearranged_; }
    [[nodiscard]] Flow flowOf(std::size_t i) const {
        Flow flow;
        for (auto const& share : shares_[i]) {
            flow.add(stretches_[share.stretch].span, share.taken);
        }
        return flow;
    }

private:
    /// What a booking has of one stretch, and how much more it may have.
    struct Share {
        std::size_t stretch;
        std::int64_t taken = 0;
        std::int64_t most = std::numeric_limits<std::int64_t>::max();
        [[nodiscard]] std::int64_t room(Stretch const& of) const {
            return std::min(of.free, most - taken);
        }
    };

    void findWhere(std::size_t i) {
        for (auto const& run : bookings_[i].runs) {
            auto const first =
                std::partition_point(stretches_.begin(), stretches_.end(),
                                     [&](Stretch const& s) { return s.span.begin < run.begin; });
            for (auto s = first; s != stretches_.end() && s->span.end <= run.end; ++s) {
                shares_[i].push_back({static_cast<std::size_t>(s - stretches_.begin())});
            }
        }
    }

    /// A limit of plays an hour is a limit of airtime in that hour's stretches, by their length.
    void limitByHour(std::size_t i, std::vector<std::int64_t> const& clockHours,
                     std::int64_t dayBegin) {
        auto const& booking = bookings_[i];
        if (booking.mostPerHour == 0) {
            return;
        }
        // Unlike items are spaced by plays, so an hour has room for as many of the average length.
        auto const size = static_cast<std::int64_t>(booking.items.size());
        auto const airtimeOf = [&](std::int64_t most) {
            auto const plays = std::max<std::int64_t>(0, most) / booking.turn * booking.turn;
            return (plays * booking.cycle.back() + size - 1) / size;
        };
        auto const before = static_cast<std::int64_t>(booking.startsBefore.size());
        auto const firstHour =
            *std::upper_bound(clockHours.begin(), clockHours.end() - 1, dayBegin);
        auto& shares = shares_[i];
        for (auto share = shares.begin(); share != shares.end();) {
            auto const hour = std::upper_bound(clockHours.begin(), clockHours.end(),
                                               stretches_[share->stretch].span.begin);
            std::int64_t length = 0;
            auto last = share;
            for (; last != shares.end() &&
                   (hour == clockHours.end() || stretches_[last->stretch].span.begin < *hour);
                 ++last) {
                length += stretches_[last->stretch].span.length();
            }
            // An earlier timeline has had its part of the hour in which this one begins.
            bool const isFirst = stretches_[share->stretch].span.begin < firstHour;
            auto rest = airtimeOf(booking.mostPerHour - (isFirst ? before : 0));
            for (; share != last; ++share) {
                auto const own = stretches_[share->stretch].span.length();
                share->most = rest * own / length;
                rest -= share->most;
                length -= own;
            }
        }
    }

    [[nodiscard]] std::int64_t roomOf(std::size_t i) const {
        std::int64_t room = 0;
        for (auto const& share : shares_[i]) {
            room += share.room(stretches_[share.stretch]);
        }
        return room;
    }

    /// Takes `airtime` from the stretches in proportion to their length, as far as each has room;
    /// together they have enough.
    void pour(std::size_t i, std::int64_t airtime) {
        auto& shares = shares_[i];
        std::vector<std::size_t> order(shares.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        auto const lengthOf = [&](std::size_t k) {
            return stretches_[shares[k].stretch].span.length();
        };
        auto const room = [&](std::size_t k) {
            return shares[k].room(stretches_[shares[k].stretch]);
        };
        // The fullest first: what they cannot take raises the level of the others.
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return room(a) * lengthOf(b) < room(b) * lengthOf(a);
        });
        std::int64_t length = 0;
        for (auto const k : order) {
            length += lengthOf(k);
        }
        auto const take = [&](std::size_t k, std::int64_t amount) {
            shares[k].taken += amount;
            stretches_[shares[k].stretch].free -= amount;
            airtime -= amount;
        };
        for (auto const k : order) {
            auto const part = std::min(room(k), airtime * lengthOf(k) / length);
            length -= lengthOf(k);
            take(k, part);
        }
        for (std::size_t k = 0; k < shares.size(); ++k) {  // the milliseconds that rounding left
            take(k, std::min(airtime, room(k)));
        }
    }

    /// Makes room for `need` ms of the booking, as far as that is possible, by moving others to
    /// stretches where they may be too: augmenting paths of a maximum flow. Nobody loses airtime.
    void makeRoom(std::size_t i, std::int64_t need) {
        auto& shares = shares_[i];
        std::vector<std::int64_t> had;
        // While others are moved, what is free for the booking is its own; pour() spreads it.
        for (auto& share : shares) {
            auto& stretch = stretches_[share.stretch];
            auto const free = share.room(stretch);
            had.push_back(share.taken);
            share.taken += free;
            stretch.free -= free;
            need -= free;
        }
        if (users_.empty()) {
            users_.resize(stretches_.size());
            for (std::size_t b = 0; b < bookings_.size(); ++b) {
                for (std::size_t k = 0; k < shares_[b].size(); ++k) {
                    users_[shares_[b][k].stretch].push_back({b, k});
                }
            }
        }
        while (need > 0) {
            auto const step = augment(i, need);
            if (step == 0) {
                break;
            }
            need -= step;
            rearranged_ = true;
        }
        for (std::size_t k = 0; k < shares.size(); ++k) {
            stretches_[shares[k].stretch].free += shares[k].taken - had[k];
            shares[k].taken = had[k];
        }
    }

    struct User {
        std::size_t booking, share;
    };
    /// How the search reached a stretch: by moving `user` there out of `from`.
    struct Reached {
        User user{};
        std::size_t from = kNowhere;
        bool seen = false;
    };
    static constexpr std::size_t kNowhere = std::numeric_limits<std::size_t>::max();

    std::int64_t augment(std::size_t i, std::int64_t need) {
        std::vector<Reached> reached(stretches_.size());
        std::vector<std::size_t> queue;
        for (auto const& share : shares_[i]) {
            // Where the booking itself could take more if others left.
            reached[share.stretch].seen = true;
            if (share.most > share.taken) {
                queue.push_back(share.stretch);
            }
        }
        for (std::size_t at = 0; at < queue.size(); ++at) {
            for (auto const& user : users_[queue[at]]) {
                if (user.booking == i || shares_[user.booking][user.share].taken == 0) {
                    continue;
                }
                for (std::size_t k = 0; k < shares_[user.booking].size(); ++k) {
                    auto const& other = shares_[user.booking][k];
                    auto& there = reached[other.stretch];
                    if (there.seen || other.most <= other.taken) {
                        continue;
                    }
                    there = {{user.booking, k}, queue[at], true};
                    if (stretches_[other.stretch].free > 0) {
                        return shift(reached, other.stretch, i, need);
                    }
                    queue.push_back(other.stretch);
                }
            }
        }
        return 0;
    }

    /// Moves along the path that ends in `last`, as much as every step allows.
    std::int64_t shift(std::vector<Reached> const& reached, std::size_t last, std::size_t i,
                       std::int64_t need) {
        auto amount = std::min(need, stretches_[last].free);
        std::size_t first = last;
        for (auto s = last; reached[s].from != kNowhere; s = reached[s].from) {
            auto const& to = shares_[reached[s].user.booking][reached[s].user.share];
            amount = std::min({amount, to.most - to.taken,
                               shareIn(reached[s].user.booking, reached[s].from).taken});
            first = reached[s].from;
        }
        auto& own = shareIn(i, first);
        amount = std::min(amount, own.most - own.taken);
        for (auto s = last; reached[s].from != kNowhere; s = reached[s].from) {
            shares_[reached[s].user.booking][reached[s].user.share].taken += amount;
            shareIn(reached[s].user.booking, reached[s].from).taken -= amount;
        }
        stretches_[last].free -= amount;
        own.taken += amount;
        return amount;
    }

    Share& shareIn(std::size_t i, std::size_t stretch) {
        auto const found =
            std::partition_point(shares_[i].begin(), shares_[i].end(),
                                 [stretch](Share const& share) { return share.stretch < stretch; });
        return *found;
    }

    std::vector<Booking>& bookings_;
    std::vector<Stretch> stretches_;
    std::vector<std::vector<Share>> shares_;  ///< by booking, ascending by stretch
    std::vector<std::vector<User>> users_;    ///< by stretch; made when first needed
    bool rearranged_ = false;
};

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

std::int64_t Allocation::airtimeBefore(std::size_t index, Booking const& booking,
                                       std::int64_t play) const {
    return way.spacing == Spacing::airtime ? booking.workOf(play)
                                           : works[index] * play / booking.granted;
}

std::int64_t Allocation::releaseOf(std::size_t index, Booking const& booking,
                                   std::int64_t play) const {
    return flows[index].releaseOf(airtimeBefore(index, booking, play));
}

std::int64_t Allocation::dueOf(std::size_t index, Booking const& booking, std::int64_t play) const {
    return flows[index].dueOf(airtimeBefore(index, booking, play + 1));
}

std::int64_t Allocation::playsDue(std::size_t index, Booking const& booking,
                                  std::int64_t airtime) const {
    return way.spacing == Spacing::airtime ? std::min(booking.granted, booking.playsWithin(airtime))
                                           : airtime * booking.granted / works[index];
}

std::vector<std::size_t> orderOfService(std::vector<Booking> const& bookings) {
    using Rank = std::tuple<CampaignClass, std::int64_t, std::uint64_t, std::uint32_t, bool>;
    std::vector<std::pair<Rank, std::size_t>> ranked;
    for (std::size_t i = 0; i < bookings.size(); ++i) {
        auto const& b = bookings[i];
        if (!b.takesWhatIsLeft) {
            ranked.push_back({{b.priority, totalOf(b.runs), b.tie, b.campaign, !b.ofDayBefore}, i});
        }
    }
    std::sort(ranked.begin(), ranked.end());
    std::vector<std::size_t> out;
    for (auto const& [rank, i] : ranked) {
        out.push_back(i);
    }
    return out;
}

Result<Allocation> allocate(std::vector<Booking>& bookings, Day const& day, Way const& way) {
    Divider divider(bookings, day.open, day.hours, way.residue);
    auto const& stretches = divider.stretches();
    if (stretches.size() * bookings.size() > kMostCells) {
        return Error{Errc::invalid,
                     "the programme has " + std::to_string(bookings.size()) + " campaigns and " +
                         std::to_string(stretches.size()) +
                         " different stretches of time on this day; use fewer different dayparts"};
    }
    divider.prepare(day.hours, day.begin);
    auto const order = orderOfService(bookings);
    for (auto const i : order) {
        auto const& booking = bookings[i];
        divider.grant(i, std::min(booking.ceiling, booking.wanted - booking.makeGood),
                      way.mayRearrange);
    }
    // What was lost is made good out of what nobody has booked.
    for (auto const i : order) {
        auto const& booking = bookings[i];
        if (booking.makeGood > 0 && booking.granted == booking.wanted - booking.makeGood) {
            divider.grant(i, std::min(booking.ceiling, booking.wanted), way.mayRearrange);
        }
    }
    Allocation out;
    out.rearranged = divider.rearranged();
    out.way = way;
    for (std::size_t i = 0; i < bookings.size(); ++i) {
        out.flows.push_back(divider.flowOf(i));
        out.works.push_back(bookings[i].workOf(bookings[i].granted));
    }
    for (auto const& stretch : stretches) {
        out.ends.push_back(stretch.span.end);
        for (std::size_t i = 0; i < bookings.size(); ++i) {
            auto const& booking = bookings[i];
            out.dueByEnd.push_back(booking.granted > 0
                                       ? booking.workOf(out.playsDue(
                                             i, booking, out.flows[i].before(stretch.span.end)))
                                       : 0);
        }
    }
    return out;
}

}  // namespace tocsin::playlists::detail
