// SPDX-License-Identifier: Apache-2.0
// Structured lifetime for coroutines: nothing is detached. Modelled on seastar's gate: after
// close() nobody enters, join() returns when the last has left.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <functional>
#include <memory>
#include <string>

namespace tocsin::session {

/// Owned by one executor without concurrency (one thread or a strand): every call is made there.
/// Destroying a group that still has children is a bug and asserts.
class TaskGroup {
public:
    /// `onFailure(name, message)` is told of every exception that leaves a child other than
    /// cancellation; it must not throw.
    TaskGroup(boost::asio::any_io_executor executor,
              std::function<void(std::string const&, std::string const&)> onFailure);
    ~TaskGroup();
    TaskGroup(TaskGroup const&) = delete;
    TaskGroup& operator=(TaskGroup const&) = delete;

    /// Starts a child; false if the group is closed (the coroutine is then destroyed unstarted).
    bool spawn(std::string name, boost::asio::awaitable<void> task);
    /// No new children from here on.
    void close();
    /// Emits this cancellation to every child (posted, never inline). `total` asks politely,
    /// `terminal` insists.
    void cancel(boost::asio::cancellation_type type);
    /// Returns when no child is left. One waiter at a time.
    boost::asio::awaitable<void> join();
    [[nodiscard]] std::size_t size() const noexcept;

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace tocsin::session
