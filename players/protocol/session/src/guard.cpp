// SPDX-License-Identifier: Apache-2.0
// Deadlines and cancellation for one operation.
#include "guard.hpp"

#include <boost/asio/steady_timer.hpp>
#include <utility>

namespace tocsin::session {

namespace asio = boost::asio;

struct Guard::State {
    State(asio::any_io_executor const& executor, std::function<void()> end)
        : timer(executor), abort(std::move(end)) {}

    asio::steady_timer timer;
    std::function<void()> abort;
    bool over =
        false;  ///< the operation has ended; a timer that fired at the same moment must do nothing
    bool timedOut = false;
    bool cancelled = false;
};

Guard::Guard(asio::any_io_executor const& executor, std::optional<Milliseconds> limit,
             asio::cancellation_slot slot, std::function<void()> abort,
             asio::cancellation_type heeded)
    : state_(std::make_shared<State>(executor, std::move(abort))), slot_(slot) {
    if (limit) {
        state_->timer.expires_after(*limit);
        state_->timer.async_wait([state = state_](boost::system::error_code ec) {
            if (!ec && !state->over) {
                state->timedOut = true;
                state->abort();
            }
        });
    }
    if (slot_.is_connected()) {
        slot_.assign([state = state_, heeded](asio::cancellation_type type) {
            if (!state->over && (type & heeded) != asio::cancellation_type::none) {
                state->cancelled = true;
                state->abort();
            }
        });
    }
}

Guard::~Guard() {
    state_->over = true;
    state_->timer.cancel();
    if (slot_.is_connected()) {
        slot_.clear();
    }
}

bool Guard::timedOut() const noexcept {
    return state_->timedOut;
}

bool Guard::cancelled() const noexcept {
    return state_->cancelled;
}

}  // namespace tocsin::session
