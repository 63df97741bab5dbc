// SPDX-License-Identifier: Apache-2.0
#include "tocsin/session/worker_wait.hpp"

#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <semaphore>

namespace tocsin::session {
namespace {

namespace asio = boost::asio;

asio::awaitable<int> work() {
    co_return 7;
}

/// What came of the work, and whether the cancellation was learnt of afterwards.
struct Outcome {
    int value = 0;
    bool cancelled = false;
};

asio::awaitable<void> waits(asio::thread_pool& workers, Outcome& outcome) {
    outcome.value = co_await asio::co_spawn(workers, work(), waitForWorker());
    asio::steady_timer forever(co_await asio::this_coro::executor, std::chrono::hours(1));
    try {
        co_await forever.async_wait(asio::use_awaitable);
    } catch (boost::system::system_error const&) {
        outcome.cancelled = true;
    }
}

TEST(WaitForWorker, ACancellationThatComesBeforeAThreadHasTakenTheWorkIsLearntOfAfterwards) {
    asio::io_context io;
    asio::thread_pool workers(1);
    std::binary_semaphore busy{0};
    asio::post(workers, [&] { busy.acquire(); });
    Outcome outcome;
    asio::cancellation_signal stop;
    asio::co_spawn(io, waits(workers, outcome),
                   asio::bind_cancellation_slot(stop.slot(), [](std::exception_ptr) {}));
    asio::post(io, [&] {
        stop.emit(asio::cancellation_type::terminal);
        busy.release();
    });
    io.run();
    workers.join();
    EXPECT_EQ(outcome.value, 7);
    EXPECT_TRUE(outcome.cancelled);
}

}  // namespace
}  // namespace tocsin::session
