// SPDX-License-Identifier: Apache-2.0
// Fleet time: the controller's clock as a player estimates it from four timestamps a round (NTP,
// RFC 5905), best by round trip.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::session {

/// fleet time = local wall time + offset; the truth lies within ± uncertainty.
struct ClockOffset {
    Milliseconds offset{};
    Milliseconds uncertainty{};
    bool operator==(ClockOffset const&) const = default;
};

/// A value object without a clock. Keeps the last 16 samples, gives the one with the least round
/// trip. A sample that cannot be reconciled with those before it means that one of the clocks was
/// set: they are forgotten. A slow answer alone never does that.
class OffsetEstimator {
public:
    /// t1, t4 on the player's clock, t2, t3 on the controller's. Samples with a negative round trip
    /// are ignored.
    void add(Instant t1, Instant t2, Instant t3, Instant t4);
    [[nodiscard]] std::optional<ClockOffset> estimate() const;
    /// The player's clock was set: what was measured against it counts no more.
    void clear() noexcept { samples_.clear(); }

private:
    struct Sample {
        Milliseconds offset, roundTrip;
    };
    std::deque<Sample> samples_;
};

}  // namespace tocsin::session
