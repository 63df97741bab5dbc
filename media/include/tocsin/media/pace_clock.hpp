// SPDX-License-Identifier: Apache-2.0
// The steady time that the pictures of a live stream are paced by. It is given to the stream, so
// that tests let it pass at once. (The clock of the sessions brings a network library along, which
// a program inside the sandbox has no use for.)
#pragma once

#include <chrono>
#include <memory>

namespace tocsin::media {

/// One thread uses it.
class PaceClock {
public:
    using Time = std::chrono::steady_clock::time_point;

    virtual ~PaceClock() = default;
    [[nodiscard]] virtual Time now() = 0;
    /// Blocks for so long; not at all if that is not positive.
    virtual void sleepFor(std::chrono::nanoseconds duration) = 0;
};

/// The system's steady clock.
[[nodiscard]] std::unique_ptr<PaceClock> steadyPaceClock();

}  // namespace tocsin::media
