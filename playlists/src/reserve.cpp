// SPDX-License-Identifier: Apache-2.0
#include "reserve.hpp"

#include <algorithm>

namespace tocsin::playlists::detail {

Reserve::Reserve(std::vector<Booking> const& bookings, Allocation const& allocation,
                 OpenTime const& open)
    : bookings_(bookings),
      allocation_(allocation),
      endOf_(bookings.size()),
      done_(bookings.size()),
      pending_(bookings.size()) {
    std::vector<std::int64_t> ends;
    for (auto const& booking : bookings) {
        ends.push_back(booking.lastEnd());
    }
    std::sort(ends.begin(), ends.end());
    ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
    for (auto const end : ends) {
        ends_.push_back({open.before(end), 0, kNever, kNever});
    }
    for (std::size_t i = 0; i < bookings.size(); ++i) {
        endOf_[i] = static_cast<std::size_t>(
            std::lower_bound(ends.begin(), ends.end(), bookings[i].lastEnd()) - ends.begin());
    }
    for (auto const end : allocation.ends) {
        edgeOpen_.push_back(open.before(end));
    }
}

void Reserve::set(std::size_t booking, std::int64_t done, std::int64_t pending) {
    addLate(booking, -1);
    ends_[endOf_[booking]].work += pending - pending_[booking];
    done_[booking] = done;
    pending_[booking] = pending;
    addLate(booking, 1);
    changed_ = true;
}

void Reserve::moveTo(std::int64_t t) {
    auto const before = edge_;
    while (edge_ < allocation_.ends.size() && allocation_.ends[edge_] <= t) {
        ++edge_;
    }
    if (edge_ != before) {
        late_.fill(0);
        for (std::size_t i = 0; i < bookings_.size(); ++i) {
            addLate(i, 1);
        }
        changed_ = true;
    }
    if (changed_) {
        refreshEnds();
        refreshFlow();
        changed_ = false;
    }
}

std::int64_t Reserve::late(std::size_t edge, std::size_t booking) const {
    return std::clamp<std::int64_t>(allocation_.due(edge, booking) - done_[booking], 0,
                                    pending_[booking]);
}

bool Reserve::isLateAt(std::size_t booking, std::int64_t open) const {
    for (std::size_t k = 0; k < kEdgesAhead && edge_ + k < edgeOpen_.size(); ++k) {
        if (open > edgeOpen_[edge_ + k] - late_[k] && late(edge_ + k, booking) > 0) {
            return true;
        }
    }
    return false;
}

void Reserve::addLate(std::size_t booking, std::int64_t sign) {
    if (pending_[booking] == 0) {
        return;
    }
    for (std::size_t k = 0; k < kEdgesAhead && edge_ + k < edgeOpen_.size(); ++k) {
        late_[k] += sign * late(edge_ + k, booking);
    }
}

void Reserve::refreshEnds() {
    std::int64_t work = 0;
    limit_ = kNever;
    for (auto& end : ends_) {
        end.earlier = limit_;
        work += end.work;
        end.fromHere = end.work > 0 ? end.open - work : kNever;
        limit_ = std::min(limit_, end.fromHere);
    }
    std::int64_t later = kNever;
    for (auto end = ends_.rbegin(); end != ends_.rend(); ++end) {
        later = end->fromHere = std::min(later, end->fromHere);
    }
}

void Reserve::refreshFlow() {
    flowLimit_ = kNever;
    for (std::size_t k = 0; k < kEdgesAhead && edge_ + k < edgeOpen_.size(); ++k) {
        if (late_[k] > 0) {
            flowLimit_ = std::min(flowLimit_, edgeOpen_[edge_ + k] - late_[k]);
        }
    }
}

}  // namespace tocsin::playlists::detail
