// SPDX-License-Identifier: Apache-2.0
// Waiting for what a worker pool does.
#pragma once

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace tocsin::session {

/// Completion token for co_spawn() onto a pool of threads: the work is waited for whatever is
/// cancelled meanwhile, and the waiting coroutine learns of the cancellation afterwards. Passing
/// the cancellation on instead would end the program, when it came before a thread has taken the
/// work: Asio 1.26 lets it out of the new coroutine as an exception that nobody can catch.
[[nodiscard]] inline auto waitForWorker() {
    return boost::asio::bind_cancellation_slot(boost::asio::cancellation_slot(),
                                               boost::asio::use_awaitable);
}

}  // namespace tocsin::session
