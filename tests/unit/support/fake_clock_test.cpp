// SPDX-License-Identifier: Apache-2.0
// The unit tests' clock itself.
#include "fake_clock.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <thread>

namespace tocsin::test {
namespace {

namespace asio = boost::asio;

asio::awaitable<void> tick(session::Clock& clock, int ticks, int& counted) {
    for (int i = 0; i < ticks; ++i) {
        co_await clock.sleepFor(std::chrono::seconds(1));
        ++counted;
    }
}

void rethrow(std::exception_ptr failure) {
    if (failure) {
        std::rethrow_exception(failure);
    }
}

TEST(FakeClock, LivesThroughADayOfSecondsAtOnce) {
    asio::io_context io;
    FakeClock clock;
    auto const begin = clock.now();
    int counted = 0;
    asio::co_spawn(io, tick(clock, 86'400, counted), &rethrow);
    clock.advance(std::chrono::hours(12), io);
    EXPECT_EQ(counted, 43'200);
    clock.advance(std::chrono::hours(12), io);
    EXPECT_EQ(counted, 86'400);
    EXPECT_EQ(clock.now() - begin, std::chrono::hours(24));
    EXPECT_EQ(clock.sleepers(), 0U);
}

TEST(FakeClock, EndsACancelledSleepAndForgetsIt) {
    asio::io_context io;
    FakeClock clock;
    asio::cancellation_signal signal;
    boost::system::error_code seen;
    asio::co_spawn(io, clock.sleepFor(std::chrono::hours(1)),
                   asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr failure) {
                       try {
                           rethrow(failure);
                       } catch (boost::system::system_error const& error) {
                           seen = error.code();
                       }
                   }));
    clock.advance(Milliseconds(1), io);
    EXPECT_EQ(clock.sleepers(), 1U);
    signal.emit(asio::cancellation_type::terminal);
    clock.advance(Milliseconds(1), io);
    EXPECT_EQ(seen, asio::error::operation_aborted);
    EXPECT_EQ(clock.sleepers(), 0U);
}

TEST(FakeClock, StepsTheWallClockButNotTheMonotonicOne) {
    FakeClock clock;
    auto const wall = clock.now();
    auto const monotonic = clock.monotonicMs();
    clock.step(-std::chrono::hours(1));
    EXPECT_EQ(clock.now(), wall - std::chrono::hours(1));
    EXPECT_EQ(clock.monotonicMs(), monotonic);
    clock.advance(Milliseconds(250));
    EXPECT_EQ(clock.monotonicMs(), monotonic + 250);
}

TEST(FakeClock, NeitherWakesNorHoldsASleeperWhenTheWallClockSteps) {
    asio::io_context io;
    FakeClock clock;
    int counted = 0;
    asio::co_spawn(io, tick(clock, 2, counted), &rethrow);
    clock.advance(Milliseconds(500), io);
    clock.step(std::chrono::hours(1));
    clock.advance(Milliseconds(499), io);
    EXPECT_EQ(counted, 0);
    clock.step(-std::chrono::hours(2));
    clock.advance(Milliseconds(1), io);
    EXPECT_EQ(counted, 1);
    clock.advance(std::chrono::seconds(1), io);
    EXPECT_EQ(counted, 2);
}

TEST(FakeClock, WakesAThreadWhenItsTimeHasPassedOrWhenItIsStopped) {
    FakeClock clock;
    std::chrono::seconds const length(5);
    std::atomic<bool> reached = false;
    std::jthread waiter([&](std::stop_token stop) { reached = clock.waitFor(length, stop); });
    while (!reached) {  // it may not have begun to wait
        clock.advance(length);
    }
    waiter.join();
    std::jthread stopped([&](std::stop_token stop) { reached = clock.waitFor(length, stop); });
    stopped.request_stop();
    stopped.join();
    EXPECT_FALSE(reached);
}

}  // namespace
}  // namespace tocsin::test
