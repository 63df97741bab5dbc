// SPDX-License-Identifier: Apache-2.0
// Earliest deadline first. Two bounds keep counts exact: a play is released as soon as its ideal
// start lies within it (the floor of just-in-time sequencing), and nothing starts that would leave
// too little open time for the plays that must end by some later window end.
#include "sequencing.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <queue>
#include <tuple>

#include "open_time.hpp"
#include "reserve.hpp"

namespace tocsin::playlists::detail {
namespace {

class Attempt {
public:
    Attempt(std::vector<Booking> const& bookings, Allocation const& allocation, Day const& day,
            std::int64_t lead, std::int64_t longest)
        : bookings_(bookings),
          allocation_(allocation),
          day_(day),
          open_(day.open),
          reserve_(bookings, allocation, open_),
          lead_(lead),
          longest_(longest),
          states_(bookings.size()) {
        for (std::size_t i = 0; i < bookings.size(); ++i) {
            states_[i].pending = bookings[i].granted;
            states_[i].eligible = totalOf(bookings[i].runs);
            states_[i].window = bookings[i].runs.begin();
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
        openSpan_ = day_.open.begin();
        result_.entries.reserve(likelyEntries());
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
        std::int64_t passed = 0;           ///< of it, before `window`
        std::int64_t lastStart = 0;        ///< the next play cannot begin later
        Intervals::const_iterator window;  ///< the run at or after now
    };

    void step() {
        while (openSpan_ != day_.open.end() && openSpan_->end <= t_) {
            openPassed_ += openSpan_->length();
            ++openSpan_;
        }
        if (openSpan_ == day_.open.end() || openSpan_->begin > t_) {
            darken(openSpan_ == day_.open.end() ? day_.end : openSpan_->begin, Dark::closed);
            return;
        }
        openNow_ = openPassed_ + t_ - openSpan_->begin;
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
        if (openNow_ + until - t_ > idleLimit_) {
            if (auto const early = earliestOfAll()) {
                place(*early);
                return;
            }
        }
        darken(until, Dark::idle);
    }

    /// Growing in steps would cost more than placing the plays.
    [[nodiscard]] std::size_t likelyEntries() const {
        std::int64_t plays = 0;
        std::int64_t rest = totalOf(day_.open);
        for (auto const i : byEnd_) {
            plays += bookings_[i].granted;
            rest -= bookings_[i].workOf(bookings_[i].granted);
        }
        std::int64_t shortest = longest_;
        for (auto const i : fillers_) {
            for (auto const& item : bookings_[i].items) {
                shortest = std::min(shortest, item.duration);
            }
        }
        auto const most = plays + std::max<std::int64_t>(0, rest) / shortest + 64;
        return std::min(static_cast<std::size_t>(most), kMostEntries);
    }

    /// Updates windows and limits for now; drops plays that can no longer be placed.
    void lookAround() {
        if (t_ >= nextLook_) {
            nextLook_ = kNever;
            for (std::size_t i = 0; i < states_.size(); ++i) {
                updateWindow(i);
            }
        }
        while (!waiting_.empty() && waiting_.top().first <= t_) {
            ready_.push_back(waiting_.top().second);
            waiting_.pop();
        }
        reserve_.moveTo(t_);
        feasible_ = openNow_ <= reserve_.limit();
        idleLimit_ = std::min(reserve_.limit(), reserve_.flowLimit());
        tight_ = openNow_ + longest_ > idleLimit_;
    }

    void updateWindow(std::size_t i) {
        auto& state = states_[i];
        auto const& runs = bookings_[i].runs;
        while (state.window != runs.end() && state.window->end <= t_) {
            state.passed += state.window->length();
            ++state.window;
        }
        if (state.pending > 0 && t_ > state.lastStart) {
            state.pending = state.work = 0;
            reserve_.set(i, state.doneWork, 0);
        }
        if (state.window != runs.end()) {
            nextLook_ = std::min(nextLook_, state.window->end);
        }
        if (state.pending > 0) {
            nextLook_ = std::min(nextLook_, state.lastStart + 1);
        }
    }

    /// The latest begin of a play of `duration` in the booking's windows.
    [[nodiscard]] std::int64_t lastStartOf(std::size_t i, std::int64_t duration) const {
        auto const& runs = bookings_[i].runs;
        auto const last = std::find_if(runs.rbegin(), runs.rend(), [duration](Interval const& run) {
            return run.length() >= duration;
        });
        return last == runs.rend() ? -kNever : last->end - duration;
    }

    /// The released play with the earliest deadline that differs from what was on before. If there
    /// are only plays of the same asset, the first of them is left in `conflicting`.
    std::optional<std::size_t> released(std::optional<std::size_t>& conflicting) {
        std::optional<std::size_t> best;
        Rank bestRank;
        Rank conflictingRank;
        for (auto const i : ready_) {
            auto const& state = states_[i];
            bool const mayStart = state.pending > 0 && state.release < readyBefore(i) &&
                                  fitsNow(i) && (!feasible_ || endsInTime(i));
            if (!mayStart) {
                continue;
            }
            auto const rank = rankOf(i);
            bool const repeats = nextItem(i).asset == previous();
            auto& found = repeats ? conflicting : best;
            auto& foundRank = repeats ? conflictingRank : bestRank;
            if (!found || rank < foundRank) {
                found = i;
                foundRank = rank;
            }
        }
        return best;
    }

    [[nodiscard]] bool endsInTime(std::size_t i) const {
        auto const duration = nextItem(i).duration;
        return openNow_ + duration <= reserve_.limitFor(i, duration);
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
        auto const left = state.eligible - state.passed - (t_ - state.window->begin);
        if (left - state.work < 3 * longest_) {
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
        put(filler, *item);
        state.airtime += item->duration;
        state.done += inTurn ? 1 : 0;
        return true;
    }

    struct FillerChoice {
        std::size_t filler;
        Item const* item;
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
                    openNow_ + item.duration + lead_ > idleLimit_) {
                    continue;
                }
                std::tuple const rank(repeats, inTurn ? state.airtime : -item.duration, booking.tie,
                                      booking.campaign);
                if (!best || rank < bestRank) {
                    best = FillerChoice{i, &item, inTurn};
                    bestRank = rank;
                }
            }
        }
        return best;
    }

    /// When something may become possible that is not possible now.
    [[nodiscard]] std::int64_t nextEvent() const {
        std::int64_t until = openSpan_->end;
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
            bool const allowed = state.pending > 0 && fitsNow(i) && (!feasible_ || endsInTime(i));
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
        Item const& item = nextItem(i);
        ++states_[i].done;
        --states_[i].pending;
        std::erase(ready_, i);
        put(i, item);
        aim(i);
    }

    void put(std::size_t i, Item const& item) {
        append({{t_, t_ + item.duration},
                &item,
                &*states_[i].window,
                static_cast<std::uint32_t>(i),
                Dark::no,
                false});
    }

    void darken(std::int64_t until, Dark dark) {
        auto& entries = result_.entries;
        if (!entries.empty() && entries.back().dark == dark) {
            entries.back().span.end = t_ = until;
            return;
        }
        append({{t_, until}, nullptr, nullptr, 0, dark, false});
    }

    void append(Placed const& entry) {
        t_ = entry.span.end;
        result_.entries.push_back(entry);
        result_.tooMany = result_.entries.size() > kMostEntries;
    }

    /// The window of the next play.
    void aim(std::size_t i) {
        auto& state = states_[i];
        auto const& booking = bookings_[i];
        state.next = &booking.itemOf(state.done);
        if (booking.takesWhatIsLeft) {
            return;
        }
        state.doneWork = booking.workOf(state.done);
        state.work = booking.workOf(state.done + state.pending) - state.doneWork;
        if (state.pending > 0) {
            auto const& flow = allocation_.flows[i];
            state.release = flow.releaseOf(state.doneWork);
            state.due = flow.dueOf(booking.workOf(state.done + 1));
            state.lastStart = lastStartOf(i, state.next->duration);
            nextLook_ = std::min(nextLook_, state.lastStart + 1);
            waiting_.push({state.release - lead_ - state.next->duration + 1, i});
        }
        reserve_.set(i, state.doneWork, state.work);
    }

    [[nodiscard]] Item const& nextItem(std::size_t i) const { return *states_[i].next; }
    [[nodiscard]] std::uint32_t previous() const {
        auto const& entries = result_.entries;
        return entries.empty() || entries.back().dark != Dark::no
                   ? std::numeric_limits<std::uint32_t>::max()
                   : entries.back().item->asset;
    }

    std::vector<Booking> const& bookings_;
    Allocation const& allocation_;
    Day const& day_;
    OpenTime open_;
    Reserve reserve_;
    std::int64_t lead_, longest_;
    std::vector<State> states_;
    std::vector<std::size_t> byEnd_, fillers_;
    using Waiting = std::pair<std::int64_t, std::size_t>;
    /// Paced bookings by the instant from which their next play may be released; then they are
    /// ready.
    std::priority_queue<Waiting, std::vector<Waiting>, std::greater<>> waiting_;
    std::vector<std::size_t> ready_;
    std::vector<std::int64_t> edges_;
    Sequence result_;
    std::int64_t t_ = 0, idleLimit_ = kNever;
    Intervals::const_iterator openSpan_;  ///< at or after t_
    std::int64_t openPassed_ = 0;         ///< open time before it
    std::int64_t openNow_ = 0;            ///< open time before t_
    std::int64_t nextLook_ = 0;           ///< when some window or last start will have passed
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
