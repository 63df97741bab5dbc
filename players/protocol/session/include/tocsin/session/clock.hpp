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

/// Thread-safe. Reading never blocks.
class Clock {
public:
    virtual ~Clock() = default;

    [[nodiscard]] virtual FineInstant fineNow() const = 0;
    [[nodiscard]] Instant now() const { return std::chrono::floor<Milliseconds>(fineNow()); }
    /// Milliseconds on a clock that never goes back while the device is up.
    [[nodiscard]] virtual std::int64_t monotonicMs() const = 0;

    /// Blocks the calling thread until the wall clock reaches `due`. False: woken by the stop
    /// request before that.
    virtual bool waitUntil(FineInstant due, std::stop_token stop) = 0;
    /// Blocks until `ready()` holds or the wall clock reaches `due`; returns ready(). `lock` is
    /// held on entry and on return and while ready() is called. On a stepped clock time stands
    /// still while the caller works, so a computation that is waited for here is never late; such a
    /// wait still ends after 30 s of real time.
    virtual bool waitUntil(std::unique_lock<std::mutex>& lock, std::condition_variable& changed,
                           FineInstant due, std::function<bool()> const& ready) = 0;

    /// Suspends a coroutine until the wall clock reaches `due`. Cancellation ends it with
    /// operation_aborted. A step of the wall clock is noticed within 60 s.
    virtual boost::asio::awaitable<void> sleepUntil(Instant due) = 0;
    boost::asio::awaitable<void> sleepFor(Milliseconds duration) {
        return sleepUntil(now() + duration);
    }
};

/// The system's clock: CLOCK_REALTIME for the wall, CLOCK_BOOTTIME for the monotonic reading,
/// absolute sleeps.
[[nodiscard]] std::unique_ptr<Clock> systemClock();

}  // namespace tocsin::session
