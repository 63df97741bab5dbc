// SPDX-License-Identifier: Apache-2.0
// The system's clock. Blocking waits sleep on a timer of the steady clock, which nobody can set,
// and on an event that a stop request raises.
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <cerrno>
#include <ctime>
#include <system_error>

#include "tocsin/session/clock.hpp"

namespace tocsin::session {
namespace {

namespace asio = boost::asio;

using Steady = std::chrono::steady_clock;

/// Longer than anyone waits, and short enough to be added to any reading of the steady clock.
constexpr std::chrono::hours kLongest{24 * 365 * 100};

/// A timer on the steady clock and an event, both as descriptors; one pair a thread, because output
/// ticks come 50 times a second.
class Alarm {
public:
    Alarm()
        : timer_(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK)),
          event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
        if (timer_ < 0 || event_ < 0) {
            auto const failed = errno;
            closeBoth();
            throw std::system_error(failed, std::generic_category(), "cannot make a timer");
        }
    }
    ~Alarm() { closeBoth(); }
    Alarm(Alarm const&) = delete;
    Alarm& operator=(Alarm const&) = delete;

    void ring() const noexcept {
        // Cannot fail in a way that matters: a full counter is raised already.
        [[maybe_unused]] auto const written = ::eventfd_write(event_, 1);
    }
    void arm(Steady::time_point due) const {
        auto const since = due.time_since_epoch();
        auto const whole = std::chrono::floor<std::chrono::seconds>(since);
        itimerspec spec{};
        spec.it_value.tv_sec = whole.count();
        spec.it_value.tv_nsec = (since - whole).count();
        if (::timerfd_settime(timer_, TFD_TIMER_ABSTIME, &spec, nullptr) != 0) {
            throw std::system_error(errno, std::generic_category(), "cannot set a timer");
        }
    }
    /// Returns when the timer expired, the event rang, or a signal came.
    void wait() const {
        pollfd both[] = {{timer_, POLLIN, 0}, {event_, POLLIN, 0}};
        if (::ppoll(both, 2, nullptr, nullptr) < 0 && errno != EINTR) {
            throw std::system_error(errno, std::generic_category(), "cannot wait for a timer");
        }
    }
    void silence() const noexcept {
        eventfd_t value = 0;
        [[maybe_unused]] auto const read = ::eventfd_read(event_, &value);
    }

private:
    void closeBoth() const noexcept {
        ::close(timer_);
        ::close(event_);
    }
    int timer_;
    int event_;
};

class SystemClock final : public Clock {
public:
    FineInstant fineNow() const override {
        return std::chrono::time_point_cast<std::chrono::nanoseconds>(
            std::chrono::system_clock::now());
    }

    std::int64_t monotonicMs() const override {
        timespec reading{};
        ::clock_gettime(CLOCK_BOOTTIME, &reading);
        return reading.tv_sec * std::int64_t{1000} + reading.tv_nsec / 1'000'000;
    }

    bool waitFor(std::chrono::nanoseconds duration, std::stop_token stop) override {
        if (duration <= std::chrono::nanoseconds{0}) {
            return true;
        }
        auto const due = after(duration);
        thread_local Alarm const alarm;
        alarm.silence();  // a ring that came after the wait it was meant for
        return sleepOn(alarm, due, std::move(stop));
    }

    bool waitFor(std::unique_lock<std::mutex>& lock, std::condition_variable& changed,
                 std::chrono::nanoseconds duration, std::function<bool()> const& ready) override {
        return changed.wait_until(lock, after(duration), ready);
    }

    asio::awaitable<void> sleepFor(Milliseconds duration) override {
        if (duration <= Milliseconds{0}) {
            co_return;
        }
        auto const state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none) {
            throw boost::system::system_error(asio::error::operation_aborted);
        }
        asio::steady_timer timer(co_await asio::this_coro::executor);
        timer.expires_after(std::min<Milliseconds>(duration, kLongest));
        co_await timer.async_wait(asio::use_awaitable);
    }

private:
    static Steady::time_point after(std::chrono::nanoseconds duration) {
        return Steady::now() + std::min<std::chrono::nanoseconds>(duration, kLongest);
    }

    bool sleepOn(Alarm const& alarm, Steady::time_point due, std::stop_token stop) const {
        std::stop_callback const onStop(stop, [&alarm] { alarm.ring(); });
        alarm.arm(due);
        while (Steady::now() < due) {
            if (stop.stop_requested()) {
                return false;
            }
            alarm.wait();
        }
        return true;
    }
};

}  // namespace

std::unique_ptr<Clock> systemClock() {
    return std::make_unique<SystemClock>();
}

}  // namespace tocsin::session
