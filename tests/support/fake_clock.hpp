// SPDX-License-Identifier: Apache-2.0
// A clock for unit tests within one process: it stands still until the test moves it.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>

#include "tocsin/session/clock.hpp"

namespace tocsin::test {

/// Thread-safe. Coroutines must run on an io_context that the test turns itself. A thread that
/// waits here for more than 30 s of real time throws, so that a test whose clock nobody moves fails
/// instead of hanging.
class FakeClock final : public session::Clock {
public:
    explicit FakeClock(Instant start = fromMillis(1'780'272'000'000))  // 2026-06-01T00:00:00Z
        : now_(start) {}

    /// Runs what is ready on `io`, then moves from one due sleeper to the next, running `io` at
    /// each, until `duration` has passed.
    void advance(Milliseconds duration, boost::asio::io_context& io);
    /// The same for threads that wait; wakes them, but does not wait for what they do then.
    void advance(Milliseconds duration);
    /// A step of the wall clock (either way) that neither the monotonic clock nor sleepers see.
    void step(Milliseconds delta);
    [[nodiscard]] std::size_t sleepers() const;

    session::FineInstant fineNow() const override;
    std::int64_t monotonicMs() const override;
    bool waitFor(std::chrono::nanoseconds duration, std::stop_token stop) override;
    bool waitFor(std::unique_lock<std::mutex>& lock, std::condition_variable& changed,
                 std::chrono::nanoseconds duration, std::function<bool()> const& ready) override;
    boost::asio::awaitable<void> sleepFor(Milliseconds duration) override;

private:
    struct Sleeper {
        Milliseconds due;                                  ///< on the monotonic clock
        std::shared_ptr<boost::asio::steady_timer> timer;  ///< never expires; cancelled when due
        auto operator<=>(Sleeper const& other) const noexcept { return due <=> other.due; }
    };
    using Sleepers = std::multiset<Sleeper>;
    class Registration;

    void pass(Milliseconds duration);
    void wakeDue();
    [[nodiscard]] Milliseconds monotonic() const { return Milliseconds(monotonicMs()); }

    mutable std::mutex mutex_;
    std::condition_variable_any moved_;
    session::FineInstant now_;
    Milliseconds monotonic_{1'000'000};
    Sleepers sleepers_;
};

}  // namespace tocsin::test
