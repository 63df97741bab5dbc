// SPDX-License-Identifier: Apache-2.0
#include "surroundings.hpp"

#include <algorithm>

#include "reserve.hpp"

namespace tocsin::playlists::detail {

Surroundings::Surroundings(Plan const& plan)
    : neighbours_(plan.neighbours),
      fixed_(plan.fixed),
      nextFixed_(fixed_.begin()),
      previous_(plan.past.last),
      ended_(plan.past.ended),
      shortest_(kNever) {
    for (auto const& booking : plan.bookings) {
        for (auto const& item : booking.items) {
            shortest_ = std::min(shortest_, item.duration);
        }
    }
}

void Surroundings::follow(Placed const& entry) {
    previous_ = entry.shown();
    if (!ended_.empty() && entry.dark == Dark::no) {
        ended_[entry.item->asset] = entry.span.end;
    }
    if (entry.booking == Placed::kFixed) {
        ++nextFixed_;
    }
}

bool Surroundings::forbid(Shown const& play, Interval const& span) const {
    if (neighbours_.clash(previous_, play) || span.begin < separationEnd(play)) {
        return true;
    }
    if (nextFixed_ == fixed_.end()) {
        return false;
    }
    // What follows too soon for anything to come between.
    auto const gap = nextFixed_->span.begin - span.end;
    Shown const next{nextFixed_->item.asset, nextFixed_->campaign};
    return (gap < shortest_ && neighbours_.clash(play, next)) ||
           (play.asset == next.asset && gap < neighbours_.separationOf(play.asset));
}

std::int64_t Surroundings::allowFrom(Shown const& play, Interval const& span, std::int64_t ideal,
                                     std::int64_t latest) const {
    auto const now = span.begin;
    auto from = now;
    if (neighbours_.clash(previous_, play)) {
        // Any dark moment parts them. The ideal start is best; in the midst of what time is left,
        // something else may still come between.
        from = ideal > now ? ideal : now + (latest - now + 1) / 2;
    }
    // Waiting that does not keep the rule in the end only makes others late.
    if (auto const apart = separationEnd(play); apart <= latest) {
        from = std::max(from, apart);
    }
    if (nextFixed_ != fixed_.end()) {
        auto const gap = nextFixed_->span.begin - span.end;
        auto const separation = neighbours_.separationOf(play.asset);
        Shown const next{nextFixed_->item.asset, nextFixed_->campaign};
        bool const touches = gap == 0 && neighbours_.clash(play, next);
        bool const tooNear = touches || (play.asset == next.asset && gap < separation);
        if (tooNear && nextFixed_->span.end + separation <= latest) {
            from = std::max(from, nextFixed_->span.begin);
        }
    }
    from = std::min(from, latest);
    return from - now < kLeastDark ? now : from;
}

std::int64_t Surroundings::separationEnd(Shown const& play) const {
    auto const separation = neighbours_.separationOf(play.asset);
    return separation == 0 ? -kNever : ended_[play.asset] + separation;
}

}  // namespace tocsin::playlists::detail
