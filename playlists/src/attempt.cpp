// SPDX-License-Identifier: Apache-2.0
// Earliest deadline first. Two bounds keep counts exact: a play is released as soon as its ideal
// start lies within it (the floor of just-in-time sequencing), and nothing starts that would leave
// too little open time for the plays that must end by some later window end.
#include "attempt.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <queue>
#include <tuple>

#include "hour_limit.hpp"
#include "open_time.hpp"
#include "reserve.hpp"
#include "surroundings.hpp"

namespace tocsin::playlists::detail {
namespace {

/// How many entries are looked back for pictures that may last longer.
constexpr std::size_t kStretched = 8;

class Attempt {
public:
    Attempt(Plan const& plan, std::int64_t lead, std::int64_t longest)
        : bookings_(plan.bookings),
          allocation_(plan.allocation),
          day_(plan.day),
          open_(day_.open),
          reserve_(bookings_, allocation_, open_),
          lead_(lead),
          longest_(longest),
          around_(plan),
          states_(bookings_.size()) {
        auto const& bookings = bookings_;
        for (std::size_t i = 0; i < bookings.size(); ++i) {
            states_[i].pending = bookings[i].granted;
            states_[i].eligible = totalOf(bookings[i].runs);
            states_[i].window = bookings[i].runs.begin();
            if (bookings[i].mostPerHour > 0) {
                auto const [limit, isNew] =
                    limits_.try_emplace(bookings[i].campaign, bookings[i].mostPerHour, day_.hours);
                states_[i].limit = &limit->second;
                if (isNew) {
                    for (auto const start : bookings[i].startsBefore) {
                        limit->second.add(start);
                    }
                }
            }
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
        std::int64_t turn = 1;       ///< plays of the next turn
        std::int64_t unit = 0;       ///< their airtime
        HourLimit* limit = nullptr;  ///< if there is a limit an hour
        std::int64_t release = 0, due = 0;
        std::int64_t patience = 0;  ///< a conflicting play waits no longer, so that no gap grows
        std::int64_t airtime = 0;   ///< of a filler
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
        auto const* const fixed = around_.nextFixed();
        if (fixed != nullptr && fixed->span.begin == t_) {
            append({fixed->span, &fixed->item, &fixed->span, Placed::kFixed, fixed->campaign, 0,
                    Dark::no, false});
            return;
        }
        if (openSpan_ == day_.open.end() || openSpan_->begin > t_) {
            auto const opens = openSpan_ == day_.open.end() ? day_.end : openSpan_->begin;
            auto const event = fixed == nullptr ? day_.end : fixed->span.begin;
            darken(std::min(opens, event), Dark::closed);
            return;
        }
        openNow_ = openPassed_ + t_ - openSpan_->begin;
        lookAround();
        std::optional<std::size_t> conflicting;
        if (auto const next = released(conflicting)) {
            place(conflicting && comesTooLate(*conflicting, *next) ? *conflicting : *next);
            return;
        }
        if (placeFiller(conflicting)) {
            return;
        }
        std::int64_t until = nextEvent();
        if (conflicting) {
            auto const apart = apartFrom(*conflicting);
            if (apart <= t_) {
                place(*conflicting);
                return;
            }
            // There is time to keep the plays apart. A filler need not keep the rules.
            if (placeRepeat(apart)) {
                return;
            }
            until = std::min(until, apart);
        }
        if (openNow_ + until - t_ > idleLimit_) {
            if (auto const early = earliestOfAll(openNow_ + until - t_); early && !conflicting) {
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
        auto const piecesAhead = day_.open.end() - openSpan_ - 1;
        auto const residues = piecesAhead * allocation_.way.residue;
        lastPlayLimit_ = reserve_.limit() - residues;
        idleLimit_ = std::min(lastPlayLimit_, reserve_.flowLimit() - residues);
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

    /// The released play with the earliest deadline that meets the neighbour rules. If there are
    /// only such that do not, the first of them is left in `conflicting`.
    std::optional<std::size_t> released(std::optional<std::size_t>& conflicting) {
        std::optional<std::size_t> best;
        Rank bestRank;
        Rank conflictingRank;
        for (auto const i : ready_) {
            auto const& state = states_[i];
            bool const mayStart = state.pending > 0 && state.release < readyBefore(i) &&
                                  fitsNow(i) && !limited(i) && (!feasible_ || endsInTime(i));
            if (!mayStart) {
                continue;
            }
            auto const rank = rankOf(i);
            bool const repeats = conflicts(i, nextItem(i));
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
        auto const duration = states_[i].unit;
        return openNow_ + duration <= reserve_.limitFor(i, duration);
    }

    /// Whether the booking's item may not stand here.
    [[nodiscard]] bool conflicts(std::size_t i, Item const& item) const {
        return around_.forbid({item.asset, bookings_[i].campaign}, {t_, t_ + item.duration});
    }

    /// Whether a play that may not stand here would come too far from its place, if the other,
    /// which may but could wait longer, went first.
    [[nodiscard]] bool comesTooLate(std::size_t conflicting, std::size_t other) const {
        auto const& state = states_[conflicting];
        return rankOf(conflicting) < rankOf(other) &&
               t_ + states_[other].unit > state.patience + state.unit;
    }

    /// Until when a play that may not stand here should wait, if there is nothing to show between:
    /// until it may, but never past its time, nor for so long that others would miss theirs. Now,
    /// if waiting would not help.
    [[nodiscard]] std::int64_t apartFrom(std::size_t i) const {
        auto const& state = states_[i];
        auto const latest = std::min({state.patience, state.due - state.unit, state.lastStart,
                                      state.window->end - state.unit, t_ + idleLimit_ - openNow_});
        return around_.allowFrom({nextItem(i).asset, bookings_[i].campaign}, {t_, t_ + state.unit},
                                 state.release, latest);
    }

    /// Whether the hour has had as many of the booking's plays as it may.
    [[nodiscard]] bool limited(std::size_t i) const {
        auto const& state = states_[i];
        if (state.limit == nullptr) {
            return false;
        }
        return bookings_[i].takesWhatIsLeft ? t_ < state.limit->fillerFreeFrom(state.turn)
                                            : state.limit->forbids(t_, state.turn);
    }

    /// When a limited booking may play again.
    [[nodiscard]] std::int64_t afterLimit(std::size_t i) const {
        auto const& state = states_[i];
        return bookings_[i].takesWhatIsLeft ? state.limit->fillerFreeFrom(state.turn)
                                            : state.limit->nextHour(t_);
    }

    /// Plays released before this may start now. With hardly any slack left a play is ready as soon
    /// as its ideal start lies within it: without that, a day that is full to the last second is
    /// lost. Otherwise it waits for its ideal start.
    [[nodiscard]] std::int64_t readyBefore(std::size_t i) const {
        return t_ + lead_ + (tight_ ? states_[i].unit : 1);
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

    /// A filler if one fits without taking time from what must still play. One that is to stand
    /// between a conflicting play and what came before it may not break a neighbour rule itself,
    /// and ends in time for that play.
    bool placeFiller(std::optional<std::size_t> conflicting) {
        auto const before = conflicting ? states_[*conflicting].patience : kNever;
        auto chosen = bestFiller(true, true, before);
        if (!chosen) {
            chosen = bestFiller(true, false, before);
        }
        if (!chosen && !conflicting) {
            chosen = bestFiller(false, true, before);
        }
        if (!chosen && !conflicting && !canStretchTo(nextEvent())) {
            chosen = bestFiller(false, false, before);
        }
        return chosen && placeChosen(*chosen);
    }

    /// A filler that breaks a neighbour rule and ends at `before` at the latest: better than dark.
    bool placeRepeat(std::int64_t before) {
        auto chosen = bestFiller(false, true, before);
        if (!chosen) {
            chosen = bestFiller(false, false, before);
        }
        return chosen && placeChosen(*chosen);
    }

    struct FillerChoice {
        std::size_t filler;
        Item const* item;
        bool inTurn;
    };

    bool placeChosen(FillerChoice const& chosen) {
        auto const [filler, item, inTurn] = chosen;
        auto& state = states_[filler];
        if (!inTurn) {
            state.airtime += item->duration;
            put(filler, *item);
            return true;
        }
        for (auto plays = bookings_[filler].turn; plays > 0; --plays) {
            auto const& next = bookings_[filler].itemOf(state.done++);
            state.airtime += next.duration;
            put(filler, next);
        }
        return true;
    }

    /// Whether the pictures and slogans just before could last until `t`.
    [[nodiscard]] bool canStretchTo(std::int64_t t) const {
        auto missing = t - t_;
        auto const& entries = result_.entries;
        for (std::size_t back = 1; back <= std::min(entries.size(), kStretched) && missing > 0;
             ++back) {
            auto const& entry = entries[entries.size() - back];
            if (entry.dark != Dark::no) {
                return false;
            }
            missing -= std::max<std::int64_t>(0, entry.item->most - entry.span.length());
        }
        return missing <= 0;
    }

    /// In turn: the next turn of the filler with least airtime so far. Otherwise the longest item
    /// of any that fits. It ends at `before` at the latest.
    [[nodiscard]] std::optional<FillerChoice> bestFiller(bool mustAgree, bool inTurn,
                                                         std::int64_t before) const {
        std::optional<FillerChoice> best;
        std::tuple<bool, std::int64_t, std::uint64_t, std::uint32_t> bestRank;
        for (auto const i : fillers_) {
            auto const& booking = bookings_[i];
            auto const& state = states_[i];
            if (state.window == booking.runs.end() || state.window->begin > t_ || limited(i)) {
                continue;
            }
            for (std::size_t k = 0; k < (inTurn ? 1 : booking.items.size()); ++k) {
                Item const& item = inTurn ? booking.itemOf(state.done) : booking.items[k];
                auto const airtime =
                    inTurn && booking.turn > 1 ? booking.cycle.back() : item.duration;
                bool const repeats = conflicts(i, item);
                if ((repeats && mustAgree) || t_ + airtime > std::min(before, state.window->end) ||
                    openNow_ + airtime + lead_ > idleLimit_) {
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
            if (states_[i].pending > 0 && limited(i)) {
                until = std::min(until, afterLimit(i));
            }
        }
        for (auto const i : fillers_) {
            until = limited(i) ? std::min(until, afterLimit(i)) : until;
        }
        return until;
    }

    /// Any play that fits now, released or not, the one nearest to its release first. If nothing
    /// but the fluid suffers when the screen is dark until `open`, one that is late by it.
    [[nodiscard]] std::optional<std::size_t> earliestOfAll(std::int64_t open) const {
        std::optional<std::size_t> best;
        bool const any = open > lastPlayLimit_;
        for (auto const i : byEnd_) {
            auto const& state = states_[i];
            bool const allowed = state.pending > 0 && fitsNow(i) && !limited(i) &&
                                 (!feasible_ || endsInTime(i)) &&
                                 (any || reserve_.isLateAt(i, open));
            auto const rank = [this](std::size_t b) {
                return std::tuple(conflicts(b, nextItem(b)), states_[b].release, rankOf(b));
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
               t_ + state.unit <= state.window->end;
    }

    void place(std::size_t i) {
        auto& state = states_[i];
        std::erase(ready_, i);
        for (auto plays = state.turn; plays > 0; --plays) {
            put(i, bookings_[i].itemOf(state.done));
            ++state.done;
            --state.pending;
        }
        aim(i);
    }

    void put(std::size_t i, Item const& item) {
        auto& state = states_[i];
        if (state.limit != nullptr) {
            state.limit->add(t_);
        }
        append({{t_, t_ + item.duration},
                &item,
                &*state.window,
                static_cast<std::uint32_t>(i),
                bookings_[i].campaign,
                state.done,
                Dark::no,
                false});
    }

    void darken(std::int64_t until, Dark dark) {
        auto& entries = result_.entries;
        if (!entries.empty() && entries.back().dark == dark) {
            entries.back().span.end = t_ = until;
            return;
        }
        append({{t_, until}, nullptr, nullptr, 0, 0, 0, dark, false});
    }

    void append(Placed const& entry) {
        t_ = entry.span.end;
        around_.follow(entry);
        result_.entries.push_back(entry);
        result_.tooMany = result_.entries.size() > kMostEntries;
    }

    /// The window of the next play.
    void aim(std::size_t i) {
        auto& state = states_[i];
        auto const& booking = bookings_[i];
        state.next = &booking.itemOf(state.done);
        if (booking.takesWhatIsLeft) {
            state.turn = booking.turn;
            return;
        }
        state.doneWork = booking.workOf(state.done);
        state.work = booking.workOf(state.done + state.pending) - state.doneWork;
        if (state.pending > 0) {
            state.turn = std::min(booking.turn, state.pending);
            state.unit = booking.workOf(state.done + state.turn) - state.doneWork;
            state.release = allocation_.releaseOf(i, booking, state.done);
            state.due = allocation_.dueOf(i, booking, state.done + state.turn - 1);
            state.patience = patienceOf({state.release, state.due});
            state.lastStart = lastStartOf(i, state.unit);
            spaceOut(i);
            nextLook_ = std::min(nextLook_, state.lastStart + 1);
            waiting_.push({state.release - lead_ - state.unit + 1, i});
        }
        reserve_.set(i, state.doneWork, state.work);
    }

    /// With a limit an hour, any sixty minutes should keep it too, as long as that costs no play.
    void spaceOut(std::size_t i) {
        auto& state = states_[i];
        if (state.limit != nullptr) {
            auto const latest = std::max(state.release, state.due - state.unit);
            state.release = std::clamp(state.limit->freeFrom(), state.release, latest);
        }
    }

    [[nodiscard]] Item const& nextItem(std::size_t i) const { return *states_[i].next; }

    std::vector<Booking> const& bookings_;
    Allocation const& allocation_;
    Day const& day_;
    OpenTime open_;
    Reserve reserve_;
    std::int64_t lead_, longest_;
    Surroundings around_;
    std::map<std::uint32_t, HourLimit> limits_;  ///< by campaign
    std::vector<State> states_;
    std::vector<std::size_t> byEnd_, fillers_;
    using Waiting = std::pair<std::int64_t, std::size_t>;
    /// Paced bookings by the instant from which their next play may be released; then they are
    /// ready.
    std::priority_queue<Waiting, std::vector<Waiting>, std::greater<>> waiting_;
    std::vector<std::size_t> ready_;
    std::vector<std::int64_t> edges_;
    Sequence result_;
    std::int64_t t_ = 0;
    std::int64_t lastPlayLimit_ = kNever;  ///< open time by which paced plays must go on
    std::int64_t idleLimit_ = kNever;      ///< or go on if the fluid is to be kept, too
    Intervals::const_iterator openSpan_;   ///< at or after t_
    std::int64_t openPassed_ = 0;          ///< open time before it
    std::int64_t openNow_ = 0;             ///< open time before t_
    std::int64_t nextLook_ = 0;            ///< when some window or last start will have passed
    bool feasible_ = true, tight_ = false;
};

}  // namespace

Sequence attempt(Plan const& plan, std::int64_t lead, std::int64_t longest) {
    return Attempt(plan, lead, longest).run();
}

}  // namespace tocsin::playlists::detail
