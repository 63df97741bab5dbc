// SPDX-License-Identifier: Apache-2.0
// Earliest deadline first. Two bounds keep counts exact: a play is released as soon as its ideal
// start lies within it (the floor of just-in-time sequencing), and nothing starts that would leave
// too little open time for the plays that must end by some later window end.
#include "sequencing.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <optional>
#include <tuple>

#include "open_time.hpp"

namespace tocsin::playlists::detail {
namespace {

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max() / 4;
/// How many edges of windows the sequencer looks ahead; a filler never lasts over more without
/// being noticed at the next.
constexpr std::size_t kEdgesAhead = 4;

class Attempt {
public:
    Attempt(std::vector<Booking> const& bookings, Allocation const& allocation, Day const& day,
            std::int64_t lead, std::int64_t longest)
        : bookings_(bookings),
          allocation_(allocation),
          day_(day),
          open_(day.open),
          lead_(lead),
          longest_(longest),
          states_(bookings.size()) {
        for (std::size_t i = 0; i < bookings.size(); ++i) {
            states_[i].pending = bookings[i].granted;
            states_[i].eligible = totalOf(bookings[i].runs);
            states_[i].openBeforeEnd = open_.before(bookings[i].lastEnd());
            for (auto const& run : bookings[i].runs) {
                edges_.push_back(run.begin);
                edges_.push_back(run.end);
            }
            (bookings[i].takesWhatIsLeft ? fillers_ : byEnd_).push_back(i);
            aim(i);
        }
        std::sort(edges_.begin(), edges_.end());
        edges_.erase(std::unique(edges_.begin(), edges_.end()), edges_.end());
        std::stable_sort(byEnd_.begin(), byEnd_.end(), [&](std::size_t a, std::size_t b) {
            return bookings_[a].lastEnd() < bookings_[b].lastEnd();
        });
    }

    Sequence run() {
        t_ = day_.begin;
        while (t_ < day_.end && !result_.tooMany) {
            step();
        }
        for (auto const& state : states_) {
            result_.counts.push_back(state.done);
        }
        return std::move(result_);
    }

private:
    struct State {
        std::int64_t done = 0;      ///< plays placed; of a filler, also the turn of its items
        std::int64_t pending = 0;   ///< plays still to place
        std::int64_t work = 0;      ///< their airtime
        std::int64_t doneWork = 0;  ///< airtime of a paced booking's plays so far
        Item const* next = nullptr;
        std::int64_t release = 0, due = 0;
        std::int64_t airtime = 0;  ///< of a filler
        std::int64_t eligible = 0;
        std::int64_t openBeforeEnd = 0;
        std::int64_t limit = kNever;  ///< open time that may have passed when its next play ends
        Intervals::const_iterator window;  ///< the run at or after now
    };

    void step() {
        auto const open = atOrAfter(day_.open, t_);
        if (open == day_.open.end() || open->begin > t_) {
            darken(open == day_.open.end() ? day_.end : open->begin, Dark::closed);
            return;
        }
        openEnd_ = open->end;
        lookAround();
        std::optional<std::size_t> conflicting;
        if (auto const next = released(conflicting)) {
            place(*next);
            return;
        }
        if (placeFiller(conflicting.has_value())) {
            return;
        }
        if (conflicting) {
            place(*conflicting);
            return;
        }
        std::int64_t const until = nextEvent();
        if (open_.before(until) > idleLimit_) {
            if (auto const early = earliestOfAll()) {
                place(*early);
                return;
            }
        }
        darken(until, Dark::idle);
    }

    /// Updates windows and limits for now; drops plays that can no longer be placed.
    void lookAround() {
        for (std::size_t i = 0; i < states_.size(); ++i) {
            auto& state = states_[i];
            auto const& runs = bookings_[i].runs;
            while (state.window != runs.end() && state.window->end <= t_) {
                ++state.window;
            }
            if (state.pending > 0 && !couldStillPlay(i)) {
                state.pending = state.work = 0;
            }
        }
        std::int64_t work = 0;
        limit_ = kNever;
        for (auto const i : byEnd_) {  // the tightest end up to and including this one
            work += pendingWork(i);
            if (states_[i].pending > 0) {
                limit_ = std::min(limit_, states_[i].openBeforeEnd - work);
            }
            states_[i].limit = limit_;
        }
        // A booking's own next play is part of the work before its own end and all later ones.
        std::int64_t later = kNever;
        work = std::accumulate(
            byEnd_.begin(), byEnd_.end(), std::int64_t{0},
            [this](std::int64_t sum, std::size_t i) { return sum + pendingWork(i); });
        for (auto i = byEnd_.rbegin(); i != byEnd_.rend(); ++i) {
            auto& state = states_[*i];
            if (state.pending > 0) {
                later = std::min(later, state.openBeforeEnd - work);
                auto const mine = nextItem(*i).duration;
                auto const before = i + 1 == byEnd_.rend() ? kNever : states_[*(i + 1)].limit;
                work -= pendingWork(*i);
                state.limit = std::min(before, later + mine);
            }
        }
        feasible_ = open_.before(t_) <= limit_;
        idleLimit_ = std::min(limit_, flowLimit());
        tight_ = open_.before(t_) + longest_ > idleLimit_;
    }

    /// Open time that may have passed without a paced play, so that what the fluid gives up to the
    /// next edges still fits.
    std::int64_t flowLimit() {
        auto const& ends = allocation_.ends;
        while (stretch_ < ends.size() && ends[stretch_] <= t_) {
            ++stretch_;
        }
        std::int64_t limit = kNever;
        for (std::size_t s = stretch_; s < std::min(ends.size(), stretch_ + kEdgesAhead); ++s) {
            std::int64_t work = 0;
            for (auto const i : byEnd_) {
                auto const late = allocation_.due(s, i) - states_[i].doneWork;
                work += std::clamp<std::int64_t>(late, 0, states_[i].work);
            }
            if (work > 0) {
                limit = std::min(limit, open_.before(ends[s]) - work);
            }
        }
        return limit;
    }

    [[nodiscard]] bool couldStillPlay(std::size_t i) const {
        auto const duration = nextItem(i).duration;
        auto const& runs = bookings_[i].runs;
        for (auto run = states_[i].window; run != runs.end(); ++run) {
            if (std::max(t_, run->begin) + duration <= run->end) {
                return true;
            }
        }
        return false;
    }

    /// The released play with the earliest deadline that differs from what was on before. If there
    /// are only plays of the same asset, the first of them is left in `conflicting`.
    std::optional<std::size_t> released(std::optional<std::size_t>& conflicting) {
        candidates_.clear();
        for (auto const i : byEnd_) {
            auto const& state = states_[i];
            if (state.pending > 0 && fitsNow(i) && state.release < readyBefore(i)) {
                candidates_.push_back({rankOf(i), i});
            }
        }
        std::sort(candidates_.begin(), candidates_.end());
        for (auto const& [rank, i] : candidates_) {
            if (feasible_ && open_.before(t_ + nextItem(i).duration) > states_[i].limit) {
                continue;
            }
            if (nextItem(i).asset != previous()) {
                return i;
            }
            if (!conflicting) {
                conflicting = i;
            }
        }
        return std::nullopt;
    }

    /// Plays released before this may start now. With hardly any slack left a play is ready as soon
    /// as its ideal start lies within it: without that, a day that is full to the last second is
    /// lost. Otherwise it waits for its ideal start.
    [[nodiscard]] std::int64_t readyBefore(std::size_t i) const {
        return t_ + lead_ + (tight_ ? nextItem(i).duration : 1);
    }

    using Rank = std::tuple<int, std::int64_t, int, std::uint64_t, std::uint32_t, bool>;

    [[nodiscard]] Rank rankOf(std::size_t i) const {
        auto const& booking = bookings_[i];
        auto const& state = states_[i];
        std::int64_t due = state.due;
        auto const left = state.eligible - totalBefore(booking.runs, t_);
        if (left - pendingWork(i) < 3 * longest_) {
            due = std::min(due, t_);  // it can hardly wait any more
        }
        int const priority = static_cast<int>(booking.priority);
        // When not everything can be met any more, the lower classes give way.
        return {feasible_ ? 0 : priority, due, priority, booking.tie, booking.campaign,
                !booking.ofDayBefore};
    }

    /// A filler if one fits without taking time from what must still play. With `mustDiffer` it may
    /// not repeat the last asset.
    bool placeFiller(bool mustDiffer) {
        auto chosen = bestFiller(true, true);
        for (auto const& [differ, inTurn] :
             {std::pair(true, false), {false, true}, {false, false}}) {
            if (!chosen && (differ || !mustDiffer)) {
                chosen = bestFiller(differ, inTurn);
            }
        }
        if (!chosen) {
            return false;
        }
        auto const [filler, item, inTurn] = *chosen;
        auto& state = states_[filler];
        put(filler, item);
        state.airtime += item.duration;
        state.done += inTurn ? 1 : 0;
        return true;
    }

    struct FillerChoice {
        std::size_t filler;
        Item item;
        bool inTurn;
    };

    /// In turn: the next item of the filler with least airtime so far. Otherwise the longest item
    /// of any that fits.
    [[nodiscard]] std::optional<FillerChoice> bestFiller(bool mustDiffer, bool inTurn) const {
        std::optional<FillerChoice> best;
        std::tuple<bool, std::int64_t, std::uint64_t, std::uint32_t> bestRank;
        for (auto const i : fillers_) {
            auto const& booking = bookings_[i];
            auto const& state = states_[i];
            if (state.window == booking.runs.end() || state.window->begin > t_) {
                continue;
            }
            for (std::size_t k = 0; k < (inTurn ? 1 : booking.items.size()); ++k) {
                Item const& item = inTurn ? booking.itemOf(state.done) : booking.items[k];
                bool const repeats = item.asset == previous();
                if ((repeats && mustDiffer) || t_ + item.duration > state.window->end ||
                    open_.before(t_ + item.duration) + lead_ > idleLimit_) {
                    continue;
                }
                std::tuple const rank(repeats, inTurn ? state.airtime : -item.duration, booking.tie,
                                      booking.campaign);
                if (!best || rank < bestRank) {
                    best = FillerChoice{i, item, inTurn};
                    bestRank = rank;
                }
            }
        }
        return best;
    }

    /// When something may become possible that is not possible now.
    [[nodiscard]] std::int64_t nextEvent() const {
        std::int64_t until = openEnd_;
        auto const edge = std::upper_bound(edges_.begin(), edges_.end(), t_);
        if (edge != edges_.end()) {
            until = std::min(until, *edge);
        }
        for (auto const i : byEnd_) {
            auto const ready = t_ + states_[i].release - readyBefore(i) + 1;
            if (states_[i].pending > 0 && ready > t_) {
                until = std::min(until, ready);
            }
        }
        return until;
    }

    /// Any play that fits now, released or not, the one nearest to its release first.
    [[nodiscard]] std::optional<std::size_t> earliestOfAll() const {
        std::optional<std::size_t> best;
        for (auto const i : byEnd_) {
            auto const& state = states_[i];
            bool const allowed =
                state.pending > 0 && fitsNow(i) &&
                (!feasible_ || open_.before(t_ + nextItem(i).duration) <= state.limit);
            auto const rank = [this](std::size_t b) {
                return std::tuple(nextItem(b).asset == previous(), states_[b].release, rankOf(b));
            };
            if (allowed && (!best || rank(i) < rank(*best))) {
                best = i;
            }
        }
        return best;
    }

    [[nodiscard]] bool fitsNow(std::size_t i) const {
        auto const& state = states_[i];
        return state.window != bookings_[i].runs.end() && state.window->begin <= t_ &&
               t_ + nextItem(i).duration <= state.window->end;
    }

    void place(std::size_t i) {
        Item const item = nextItem(i);
        ++states_[i].done;
        --states_[i].pending;
        put(i, item);
        aim(i);
    }

    void put(std::size_t i, Item const& item) {
        append({{t_, t_ + item.duration},
                Dark::no,
                static_cast<std::uint32_t>(i),
                item,
                *states_[i].window,
                false});
    }

    void darken(std::int64_t until, Dark dark) {
        auto& entries = result_.entries;
        if (!entries.empty() && entries.back().dark == dark) {
            entries.back().span.end = t_ = until;
            return;
        }
        append({{t_, until}, dark, 0, {}, {}, false});
    }

    void append(Placed entry) {
        t_ = entry.span.end;
        result_.entries.push_back(entry);
        result_.tooMany = result_.entries.size() > kMostEntries;
    }

    /// The window of the next play.
    void aim(std::size_t i) {
        auto& state = states_[i];
        if (state.done == 0) {
            state.window = bookings_[i].runs.begin();
        }
        auto const& booking = bookings_[i];
        state.next = &booking.itemOf(state.done);
        if (state.pending > 0) {
            auto const& flow = allocation_.flows[i];
            auto const after = booking.workOf(state.done + 1);
            state.doneWork = booking.workOf(state.done);
            state.work = booking.workOf(state.done + state.pending) - state.doneWork;
            state.release = flow.releaseOf(state.doneWork);
            state.due = flow.dueOf(after);
        } else {
            state.work = 0;
        }
    }

    [[nodiscard]] Item const& nextItem(std::size_t i) const { return *states_[i].next; }
    [[nodiscard]] std::int64_t pendingWork(std::size_t i) const { return states_[i].work; }
    [[nodiscard]] std::uint32_t previous() const {
        auto const& entries = result_.entries;
        return entries.empty() || entries.back().dark != Dark::no
                   ? std::numeric_limits<std::uint32_t>::max()
                   : entries.back().item.asset;
    }

    std::vector<Booking> const& bookings_;
    Allocation const& allocation_;
    Day const& day_;
    OpenTime open_;
    std::int64_t lead_, longest_;
    std::vector<State> states_;
    std::vector<std::size_t> byEnd_, fillers_;
    std::vector<std::int64_t> edges_;
    std::vector<std::pair<Rank, std::size_t>> candidates_;
    Sequence result_;
    std::int64_t t_ = 0, openEnd_ = 0, limit_ = kNever, idleLimit_ = kNever;
    std::size_t stretch_ = 0;
    bool feasible_ = true, tight_ = false;
};

/// Missing plays by class; less is better, the highest class first.
std::array<std::int64_t, 4> missing(std::vector<Booking> const& bookings, Sequence const& made) {
    std::array<std::int64_t, 4> out{};
    for (std::size_t i = 0; i < bookings.size(); ++i) {
        if (!bookings[i].takesWhatIsLeft) {
            out[static_cast<std::size_t>(bookings[i].priority)] +=
                bookings[i].granted - made.counts[i];
        }
    }
    return out;
}

}  // namespace

Sequence sequence(std::vector<Booking> const& bookings, Allocation const& allocation,
                  Day const& day) {
    std::int64_t longest = 1;
    for (auto const& booking : bookings) {
        for (auto const& item : booking.items) {
            longest = std::max(longest, item.duration);
        }
    }
    // With more lead, plays may start before their share of airtime: less even, but more of them
    // fit.
    std::array<std::int64_t, 4> const leads{0, longest, 8 * longest, day.end - day.begin};
    std::optional<Sequence> best;
    for (auto const lead : leads) {
        auto made = Attempt(bookings, allocation, day, lead, longest).run();
        if (made.tooMany) {
            return made;
        }
        if (!best || missing(bookings, made) < missing(bookings, *best)) {
            best = std::move(made);
        }
        if (missing(bookings, *best) == std::array<std::int64_t, 4>{}) {
            break;
        }
    }
    return std::move(*best);
}

}  // namespace tocsin::playlists::detail
