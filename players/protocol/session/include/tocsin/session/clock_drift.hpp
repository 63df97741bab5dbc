// SPDX-License-Identifier: Apache-2.0
// How fast a player's clock runs away from the controller's, from offsets over hours. Without the
// controller fleet time follows this rate, so that a week alone costs seconds less.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "tocsin/session/fleet_time.hpp"

namespace tocsin::session {

/// d(offset)/dt in parts per thousand million; positive: the player's clock is too slow. The truth
/// lies within ± uncertainty for as long as the temperature stays what it was.
struct ClockDrift {
    std::int64_t ppb = 0;
    std::int64_t uncertaintyPpb = 0;
    bool operator==(ClockDrift const&) const = default;
};

/// A value object without a clock. Of each two minutes the best offset counts, for three hours; the
/// rate is the straight line through them (least squares).
class DriftEstimator {
public:
    static constexpr Milliseconds kEvery{120'000};
    static constexpr std::size_t kKept = 90;
    /// Before that a few milliseconds of network would pass for drift.
    static constexpr Milliseconds kLeastSpan{600'000};
    /// No quartz is that far off: somebody is steering the clock.
    static constexpr std::int64_t kMostPpb = 500'000;

    /// The offset as measured at `at` by the player's wall clock; instants go up. One that no
    /// drift explains means that a clock was set: what was before counts no more.
    void add(Instant at, ClockOffset offset);
    /// Nothing before kLeastSpan, and nothing beyond kMostPpb.
    [[nodiscard]] std::optional<ClockDrift> estimate() const;
    /// The player's clock was set: what was measured against it counts no more.
    void clear() noexcept { points_.clear(); }

private:
    struct Point {
        Instant at;
        ClockOffset offset;
    };
    [[nodiscard]] bool fits(Instant at, ClockOffset offset) const;

    std::deque<Point> points_;
    Instant windowFrom_;  ///< of the last point
};

}  // namespace tocsin::session
