// SPDX-License-Identifier: Apache-2.0
// The unit tests' clock.
#include "fake_clock.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <optional>
#include <stdexcept>

namespace tocsin::test {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds kPatience{30};
constexpr std::chrono::milliseconds kSlice{5};

}  // namespace

/// A sleeping coroutine's entry; goes with its frame.
class FakeClock::Registration {
public:
    Registration(FakeClock& clock, Sleeper sleeper) : clock_(clock) {
        std::scoped_lock const lock(clock_.mutex_);
        at_ = clock_.sleepers_.insert(std::move(sleeper));
    }
    ~Registration() {
        std::scoped_lock const lock(clock_.mutex_);
        clock_.sleepers_.erase(at_);
    }
    Registration(Registration const&) = delete;
    Registration& operator=(Registration const&) = delete;

private:
    FakeClock& clock_;
    Sleepers::iterator at_;
};

void FakeClock::advance(Milliseconds duration, asio::io_context& io) {
    auto const target = monotonic() + duration;
    while (true) {
        io.restart();
        io.poll();
        std::optional<Milliseconds> next;
        {
            std::scoped_lock const lock(mutex_);
            if (!sleepers_.empty() && sleepers_.begin()->due <= target) {
                next = sleepers_.begin()->due;
            }
        }
        auto const now = monotonic();
        pass(std::max(next.value_or(target), now) - now);
        if (!next) {
            io.restart();
            io.poll();
            return;
        }
    }
}

void FakeClock::advance(Milliseconds duration) {
    pass(duration);
}

void FakeClock::step(Milliseconds delta) {
    std::scoped_lock const lock(mutex_);
    now_ += delta;
}

void FakeClock::pass(Milliseconds duration) {
    {
        std::scoped_lock const lock(mutex_);
        now_ += duration;
        monotonic_ += duration;
        wakeDue();
    }
    moved_.notify_all();
}

void FakeClock::wakeDue() {
    for (auto const& sleeper : sleepers_) {
        if (sleeper.due <= monotonic_) {
            sleeper.timer->cancel();
        }
    }
}

std::size_t FakeClock::sleepers() const {
    std::scoped_lock const lock(mutex_);
    return sleepers_.size();
}

session::FineInstant FakeClock::fineNow() const {
    std::scoped_lock const lock(mutex_);
    return now_;
}

std::int64_t FakeClock::monotonicMs() const {
    std::scoped_lock const lock(mutex_);
    return monotonic_.count();
}

bool FakeClock::waitFor(std::chrono::nanoseconds duration, std::stop_token stop) {
    std::unique_lock lock(mutex_);
    auto const due = monotonic_ + duration;
    auto const reached = [this, due] { return monotonic_ >= due; };
    if (!moved_.wait_for(lock, stop, kPatience, reached) && !stop.stop_requested()) {
        throw std::runtime_error("nobody moved the fake clock for 30 s of real time");
    }
    return reached();
}

bool FakeClock::waitFor(std::unique_lock<std::mutex>& lock, std::condition_variable& changed,
                        std::chrono::nanoseconds duration, std::function<bool()> const& ready) {
    auto const giveUp = std::chrono::steady_clock::now() + kPatience;
    auto const due = monotonic() + duration;
    while (!ready() && monotonic() < due && std::chrono::steady_clock::now() < giveUp) {
        changed.wait_for(lock, kSlice);  // the clock does not know whom to notify
    }
    return ready();
}

asio::awaitable<void> FakeClock::sleepFor(Milliseconds duration) {
    auto const due = monotonic() + duration;
    auto const timer = std::make_shared<asio::steady_timer>(co_await asio::this_coro::executor,
                                                            asio::steady_timer::time_point::max());
    Registration const registration(*this, {due, timer});
    while (monotonic() < due) {
        co_await timer->async_wait(asio::as_tuple(asio::use_awaitable));
        auto const state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none) {
            throw boost::system::system_error(asio::error::operation_aborted);
        }
    }
}

}  // namespace tocsin::test
