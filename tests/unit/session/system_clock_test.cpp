// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>
#include <thread>

#include "run_task.hpp"
#include "tocsin/session/clock.hpp"

namespace tocsin::session {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

using Steady = std::chrono::steady_clock;

TEST(SystemClock, WaitsSoLongOfSteadyTimeAndNotShorter) {
    auto const clock = systemClock();
    auto const due = Steady::now() + 3ms;
    EXPECT_TRUE(clock->waitFor(3ms, {}));
    EXPECT_GE(Steady::now(), due);
    EXPECT_TRUE(clock->waitFor(0ms, {}));
    EXPECT_TRUE(clock->waitFor(-1h, {}));
    EXPECT_TRUE(clock->waitFor(std::chrono::nanoseconds::min(), {}));
}

TEST(SystemClock, IsWokenByAStopRequest) {
    auto const clock = systemClock();
    bool reached = true;
    std::jthread sleeper([&](std::stop_token stop) {
        reached = clock->waitFor(std::chrono::nanoseconds::max(), stop);
    });
    sleeper.request_stop();
    sleeper.join();
    EXPECT_FALSE(reached);
}

TEST(SystemClock, SleepsAgainAfterAStopOnTheSameThread) {
    auto const clock = systemClock();
    std::stop_source stopped;
    stopped.request_stop();
    EXPECT_FALSE(clock->waitFor(24h, stopped.get_token()));
    auto const due = Steady::now() + 3ms;
    EXPECT_TRUE(clock->waitFor(3ms, {}));
    EXPECT_GE(Steady::now(), due);
}

TEST(SystemClock, EndsAWaitForAConditionWhenItHoldsOrWhenItIsLate) {
    auto const clock = systemClock();
    std::mutex mutex;
    std::condition_variable changed;
    bool ready = false;
    std::jthread const setter([&] {
        std::scoped_lock const lock(mutex);
        ready = true;
        changed.notify_one();
    });
    std::unique_lock lock(mutex);
    EXPECT_TRUE(clock->waitFor(lock, changed, 24h, [&] { return ready; }));
    EXPECT_FALSE(clock->waitFor(lock, changed, 2ms, [] { return false; }));
    EXPECT_FALSE(clock->waitFor(lock, changed, -1h, [] { return false; }));
}

TEST(SystemClock, CountsMonotonically) {
    auto const clock = systemClock();
    auto const before = clock->monotonicMs();
    clock->waitFor(3ms, {});
    EXPECT_GE(clock->monotonicMs(), before + 2);
}

TEST(SystemClock, SuspendsACoroutineForSoLong) {
    asio::io_context io;
    auto const clock = systemClock();
    auto const due = Steady::now() + 5ms;
    runTask(io, clock->sleepFor(5ms));
    EXPECT_GE(Steady::now(), due);
    runTask(io, clock->sleepFor(Milliseconds::min()));
}

TEST(SystemClock, EndsACancelledSleepWithOperationAborted) {
    asio::io_context io;
    auto const clock = systemClock();
    asio::cancellation_signal signal;
    auto result = asio::co_spawn(io, clock->sleepFor(Milliseconds::max()),
                                 asio::bind_cancellation_slot(signal.slot(), asio::use_future));
    io.poll();
    asio::post(io, [&signal] { signal.emit(asio::cancellation_type::terminal); });
    try {
        finish(io, std::move(result));
        FAIL() << "slept for ever, or not at all";
    } catch (boost::system::system_error const& error) {
        EXPECT_EQ(error.code(), asio::error::operation_aborted);
    }
}

}  // namespace
}  // namespace tocsin::session
