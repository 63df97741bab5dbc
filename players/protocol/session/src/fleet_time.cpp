// SPDX-License-Identifier: Apache-2.0
// Estimating the controller's clock.
#include "tocsin/session/fleet_time.hpp"

#include <algorithm>

namespace tocsin::session {
namespace {

constexpr std::size_t kSamples = 16;
/// Two samples that differ by this beyond what their round trips allow: a clock was set.
constexpr Milliseconds kClockWasSet{100};

/// The truth may lie half a round trip to either side, and readings are cut to milliseconds.
Milliseconds uncertaintyOf(Milliseconds roundTrip) {
    return (roundTrip + Milliseconds{1}) / 2 + Milliseconds{1};
}

}  // namespace

void OffsetEstimator::add(Instant t1, Instant t2, Instant t3, Instant t4) {
    auto const roundTrip = (t4 - t1) - (t3 - t2);
    if (roundTrip < Milliseconds{0}) {
        return;
    }
    auto const offset = ((t2 - t1) + (t3 - t4)) / 2;
    auto const before = estimate();
    if (before && std::chrono::abs(offset - before->offset) >
                      before->uncertainty + uncertaintyOf(roundTrip) + kClockWasSet) {
        samples_.clear();
    }
    samples_.push_back({offset, roundTrip});
    if (samples_.size() > kSamples) {
        samples_.pop_front();
    }
}

std::optional<ClockOffset> OffsetEstimator::estimate() const {
    if (samples_.empty()) {
        return std::nullopt;
    }
    // Of equal round trips the newest, because clocks drift.
    auto const best = std::min_element(
        samples_.rbegin(), samples_.rend(),
        [](Sample const& a, Sample const& b) { return a.roundTrip < b.roundTrip; });
    return ClockOffset{best->offset, uncertaintyOf(best->roundTrip)};
}

}  // namespace tocsin::session
