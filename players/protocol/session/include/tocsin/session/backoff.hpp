// SPDX-License-Identifier: Apache-2.0
// Reconnect delays as a pure strategy: exponential with full jitter, reset after a stable session.
// No clock, no randomness of its own.
#pragma once

#include <cstdint>

#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::session {

class Backoff {
public:
    struct Limits {
        Milliseconds first{500};      ///< upper bound of the first delay
        Milliseconds most{30'000};    ///< upper bound of any delay; PROTOCOL.md promises it
        Milliseconds stable{30'000};  ///< a session at least this long resets the series
    };
    Backoff() = default;
    explicit Backoff(Limits limits) : limits_(limits) {}

    /// Delay before the next attempt: random/2^64 of min(most, first × 2^failures), never under a
    /// tenth of that bound.
    [[nodiscard]] Milliseconds next(std::uint64_t random) noexcept;
    /// Call when a session ended that had lasted this long.
    void sessionEnded(Milliseconds lasted) noexcept;
    [[nodiscard]] int failures() const noexcept { return failures_; }

private:
    Limits limits_;
    int failures_ = 0;
};

}  // namespace tocsin::session
