// SPDX-License-Identifier: Apache-2.0
// Turning an io_context until a coroutine has ended; a hung one fails the test.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <chrono>
#include <future>
#include <stdexcept>

namespace tocsin::session {

template <class T>
T finish(boost::asio::io_context& io, std::future<T> result) {
    auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (result.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
        if (std::chrono::steady_clock::now() > deadline) {
            throw std::runtime_error("the coroutine hangs");
        }
        io.restart();
        io.run_one_for(std::chrono::milliseconds(50));
    }
    return result.get();
}

template <class T>
T runTask(boost::asio::io_context& io, boost::asio::awaitable<T> task) {
    return finish(io, boost::asio::co_spawn(io, std::move(task), boost::asio::use_future));
}

}  // namespace tocsin::session
