// SPDX-License-Identifier: Apache-2.0
// What thousands of players have to do later, on one timer.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <map>

#include "statistics.hpp"

namespace tocsin::swarm {

/// On one thread. What its tasks refer to outlives the agenda, or close().
class Agenda {
public:
    /// So many tasks at once; sockets have their turn between.
    static constexpr std::size_t kAtOnce = 256;

    explicit Agenda(boost::asio::any_io_executor const& executor) : timer_(executor) {}
    void at(Steady::time_point due, std::function<void()> task);
    void after(Steady::duration delay, std::function<void()> task) {
        at(Steady::now() + delay, std::move(task));
    }
    /// Forgets all of it, and takes nothing more.
    void close();

private:
    void arm();
    void runDue();

    boost::asio::steady_timer timer_;
    std::multimap<Steady::time_point, std::function<void()>> tasks_;
    Steady::time_point armed_ = Steady::time_point::max();  ///< for which the timer is set
    bool closed_ = false;
};

}  // namespace tocsin::swarm
