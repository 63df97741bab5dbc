// SPDX-License-Identifier: Apache-2.0
// Ends an operation from outside, at a deadline or on cancellation, by a function that makes it
// fail (closing its socket). Unlike operator|| it starts no further coroutine and tells the two
// reasons apart.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::session {

/// Lives across one co_await, on the executor given. The guarded operation must be started with
/// unheard(token), so that the coroutine's cancellation slot is free for the guard.
class Guard {
public:
    Guard(boost::asio::any_io_executor const& executor, std::optional<Milliseconds> limit,
          boost::asio::cancellation_slot slot, std::function<void()> abort,
          boost::asio::cancellation_type heeded = boost::asio::cancellation_type::all);
    ~Guard();
    Guard(Guard const&) = delete;
    Guard& operator=(Guard const&) = delete;

    [[nodiscard]] bool timedOut() const noexcept;
    [[nodiscard]] bool cancelled() const noexcept;

private:
    struct State;
    std::shared_ptr<State> state_;
    boost::asio::cancellation_slot slot_;
};

/// The token with a slot that nothing is ever emitted to.
template <class Token>
auto unheard(Token token) {
    return boost::asio::bind_cancellation_slot(boost::asio::cancellation_slot(), std::move(token));
}

}  // namespace tocsin::session
