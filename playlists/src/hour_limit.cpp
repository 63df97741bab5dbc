// SPDX-License-Identifier: Apache-2.0
#include "hour_limit.hpp"

#include <algorithm>

#include "reserve.hpp"

namespace tocsin::playlists::detail {
namespace {

constexpr std::int64_t kHourMs = 3'600'000;

}  // namespace

HourLimit::HourLimit(std::int64_t most, std::vector<std::int64_t> const& clockHours)
    : clockHours_(clockHours), starts_(static_cast<std::size_t>(most), -kNever) {}

void HourLimit::add(std::int64_t start) {
    starts_[static_cast<std::size_t>(count_++) % starts_.size()] = start;
}

bool HourLimit::forbids(std::int64_t t, std::int64_t plays) const {
    if (count_ == 0) {
        return false;
    }
    // The play that is one limit back must have begun before this hour.
    auto const most = static_cast<std::int64_t>(starts_.size());
    auto const ahead = std::min(std::max<std::int64_t>(0, plays - 1), most - 1);
    auto const hour = *(std::upper_bound(clockHours_.begin(), clockHours_.end(), t) - 1);
    return at(count_ + ahead) >= hour;
}

std::int64_t HourLimit::nextHour(std::int64_t t) const {
    auto const next = std::upper_bound(clockHours_.begin(), clockHours_.end(), t);
    return next == clockHours_.end() ? kNever : *next;
}

std::int64_t HourLimit::freeFrom() const {
    return count_ < static_cast<std::int64_t>(starts_.size()) ? -kNever : at(count_) + kHourMs;
}

std::int64_t HourLimit::fillerFreeFrom(std::int64_t plays) const {
    auto const most = static_cast<std::int64_t>(starts_.size());
    return count_ == 0 ? -kNever : at(count_ - 1) + plays * kHourMs / most;
}

}  // namespace tocsin::playlists::detail
