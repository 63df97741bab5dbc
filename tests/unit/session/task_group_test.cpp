// SPDX-License-Identifier: Apache-2.0
#include "tocsin/session/task_group.hpp"

#include <gtest/gtest.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <vector>

#include "run_task.hpp"

namespace tocsin::session {
namespace {

namespace asio = boost::asio;
using Failures = std::vector<std::pair<std::string, std::string>>;

struct Fixture : testing::Test {
    asio::io_context io;
    Failures failures;
    TaskGroup group{io.get_executor(), [this](std::string const& name, std::string const& what) {
                        failures.emplace_back(name, what);
                    }};
};
using TaskGroupTest = Fixture;

asio::awaitable<void> waitForEver() {
    asio::steady_timer timer(co_await asio::this_coro::executor,
                             asio::steady_timer::time_point::max());
    co_await timer.async_wait(asio::use_awaitable);
}

/// Ends at a polite request, in its own time.
asio::awaitable<void> polite(bool& ended) {
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
    co_await asio::this_coro::throw_if_cancelled(false);
    asio::steady_timer timer(co_await asio::this_coro::executor,
                             asio::steady_timer::time_point::max());
    auto state = co_await asio::this_coro::cancellation_state;
    while (state.cancelled() == asio::cancellation_type::none) {
        co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
        state = co_await asio::this_coro::cancellation_state;
    }
    ended = true;
}

asio::awaitable<void> fail() {
    throw std::runtime_error("the disk is gone");
    co_return;
}

asio::awaitable<void> waitForTwo() {
    using namespace asio::experimental::awaitable_operators;
    co_await (waitForEver() || waitForEver());
}

TEST_F(TaskGroupTest, JoinsAtOnceWhenEmptyAndWhenAllHaveEnded) {
    runTask(io, group.join());
    bool ended = false;
    EXPECT_TRUE(group.spawn("polite", polite(ended)));
    EXPECT_EQ(group.size(), 1U);
    group.cancel(asio::cancellation_type::total);
    runTask(io, group.join());
    EXPECT_TRUE(ended);
    EXPECT_EQ(group.size(), 0U);
    EXPECT_TRUE(failures.empty());
}

TEST_F(TaskGroupTest, LetsNobodyInAfterClosing) {
    group.close();
    EXPECT_FALSE(group.spawn("late", waitForEver()));
    EXPECT_EQ(group.size(), 0U);
}

TEST_F(TaskGroupTest, LeavesAStubbornChildToTerminalCancellation) {
    bool ended = false;
    group.spawn("polite", polite(ended));
    group.spawn("stubborn", waitForEver());
    io.poll();
    group.cancel(asio::cancellation_type::total);
    io.poll();
    EXPECT_TRUE(ended);
    EXPECT_EQ(group.size(), 1U);
    group.cancel(asio::cancellation_type::terminal);
    runTask(io, group.join());
    EXPECT_TRUE(failures.empty());
}

TEST_F(TaskGroupTest, CancelsAChildThatHasNotYetRun) {
    group.spawn("new", waitForEver());
    group.cancel(asio::cancellation_type::terminal);
    runTask(io, group.join());
    EXPECT_TRUE(failures.empty());
}

TEST_F(TaskGroupTest, TellsOfAFailureAndKeepsTheOthers) {
    group.spawn("reader", fail());
    group.spawn("writer", waitForEver());
    io.poll();
    EXPECT_EQ(failures, (Failures{{"reader", "the disk is gone"}}));
    EXPECT_EQ(group.size(), 1U);
    group.cancel(asio::cancellation_type::terminal);
    runTask(io, group.join());
}

TEST_F(TaskGroupTest, TakesTheCancellationOfSeveralWaitsForACancellation) {
    group.spawn("two", waitForTwo());
    io.poll();
    group.cancel(asio::cancellation_type::terminal);
    runTask(io, group.join());
    EXPECT_TRUE(failures.empty());
}

TEST_F(TaskGroupTest, CanBeJoinedAgainAfterNewChildren) {
    for (int i = 0; i < 3; ++i) {
        group.spawn("child", waitForEver());
        io.restart();
        io.poll();
        group.cancel(asio::cancellation_type::terminal);
        runTask(io, group.join());
    }
    EXPECT_EQ(group.size(), 0U);
}

}  // namespace
}  // namespace tocsin::session
