// SPDX-License-Identifier: Apache-2.0
// The injected clock of every program. The real one reads the system; the one for tests is an
// instant in shared memory that the test steps, so that real processes live through days in seconds
// (tests/support/controlled_time.hpp).
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>

#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::session {

/// Wall-clock time finer than a millisecond, for output ticks.
using FineInstant = std::chrono::sys_time<std::chrono::nanoseconds>;

/// Thread-safe. Reading never blocks. Waits are lengths of steady time: a step of the wall clock
/// neither prolongs nor shortens one. Who waits for an instant of the wall clock asks how far away
/// it is, and looks again afterwards.
class Clock {
public:
    virtual ~Clock() = default;

    [[nodiscard]] virtual FineInstant fineNow() const = 0;
    [[nodiscard]] Instant now() const { return std::chrono::floor<Milliseconds>(fineNow()); }
    /// Milliseconds on a clock that never goes back while the device is up.
    [[nodiscard]] virtual std::int64_t monotonicMs() const = 0;

    /// Blocks the calling thread for so long; not at all if that is not positive. False: woken by
    /// the stop request before that.
    virtual bool waitFor(std::chrono::nanoseconds duration, std::stop_token stop) = 0;
    /// Blocks until `ready()` holds, or for so long; returns ready(). `lock` is held on entry and
    /// on return and while ready() is called. On a stepped clock time stands still while the caller
    /// works, so a computation that is waited for here is never late; such a wait still ends after
    /// 30 s of real time.
    virtual bool waitFor(std::unique_lock<std::mutex>& lock, std::condition_variable& changed,
                         std::chrono::nanoseconds duration, std::function<bool()> const& ready) = 0;

    /// Suspends a coroutine for so long. Cancellation ends it with operation_aborted.
    virtual boost::asio::awaitable<void> sleepFor(Milliseconds duration) = 0;
};

/// The system's clock: CLOCK_REALTIME for the wall, CLOCK_BOOTTIME for the monotonic reading,
/// CLOCK_MONOTONIC for waits. A wait of more than a hundred years is cut to that.
[[nodiscard]] std::unique_ptr<Clock> systemClock();

}  // namespace tocsin::session
