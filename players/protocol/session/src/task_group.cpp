// SPDX-License-Identifier: Apache-2.0
// Structured lifetime for coroutines.
#include "tocsin/session/task_group.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <cassert>
#include <list>
#include <optional>

#include "tocsin/vocabulary/result.hpp"

namespace tocsin::session {
namespace {

namespace asio = boost::asio;

/// What a child's exception says; nothing if it was only cancelled.
std::optional<std::string> failureText(std::exception_ptr const& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (asio::multiple_exceptions const& several) {
        return failureText(several.first_exception());
    } catch (boost::system::system_error const& error) {
        if (error.code() == asio::error::operation_aborted) {
            return std::nullopt;
        }
        return error.what();
    } catch (Failure const& error) {
        if (error.error().code == Errc::cancelled) {
            return std::nullopt;
        }
        return error.what();
    } catch (std::exception const& error) {
        return error.what();
    } catch (...) {
        return "an exception of unknown type";
    }
}

}  // namespace

struct TaskGroup::State {
    struct Child {
        std::string name;
        std::shared_ptr<asio::cancellation_signal> signal;
    };
    using Children = std::list<Child>;

    State(asio::any_io_executor on,
          std::function<void(std::string const&, std::string const&)> tell)
        : executor(std::move(on)), onFailure(std::move(tell)), empty(executor) {
        empty.expires_at(asio::steady_timer::time_point::max());
    }

    void ended(Children::iterator child, std::exception_ptr const& failure) {
        auto const name = std::move(child->name);
        children.erase(child);
        if (failure) {
            if (auto const text = failureText(failure)) {
                onFailure(name, *text);
            }
        }
        if (children.empty()) {
            empty.cancel();
        }
    }

    asio::any_io_executor executor;
    std::function<void(std::string const&, std::string const&)> onFailure;
    Children children;
    asio::steady_timer empty;  ///< never expires; cancelled by the last child
    bool closed = false;
};

TaskGroup::TaskGroup(asio::any_io_executor executor,
                     std::function<void(std::string const&, std::string const&)> onFailure)
    : state_(std::make_shared<State>(std::move(executor), std::move(onFailure))) {}

TaskGroup::~TaskGroup() {
    assert(state_->children.empty() && "join() before destroying");
}

bool TaskGroup::spawn(std::string name, asio::awaitable<void> task) {
    if (state_->closed) {
        return false;
    }
    auto const signal = std::make_shared<asio::cancellation_signal>();
    auto const child =
        state_->children.insert(state_->children.end(), State::Child{std::move(name), signal});
    auto onEnd = [state = state_, child, signal](std::exception_ptr failure) {
        state->ended(child, failure);
    };
    asio::co_spawn(state_->executor, std::move(task),
                   asio::bind_cancellation_slot(
                       signal->slot(), asio::bind_executor(state_->executor, std::move(onEnd))));
    return true;
}

void TaskGroup::close() {
    state_->closed = true;
}

void TaskGroup::cancel(asio::cancellation_type type) {
    for (auto const& child : state_->children) {
        // Posted: a child must not be resumed from inside the caller, which may be that very child.
        asio::post(state_->executor, [signal = child.signal, type] { signal->emit(type); });
    }
}

asio::awaitable<void> TaskGroup::join() {
    auto const state = state_;
    if (!state->children.empty()) {
        // On a slot of its own: a join that is cancelled half-way would leave children without an
        // owner.
        co_await state->empty.async_wait(asio::bind_cancellation_slot(
            asio::cancellation_slot(), asio::as_tuple(asio::use_awaitable)));
        state->empty.expires_at(asio::steady_timer::time_point::max());
    }
}

std::size_t TaskGroup::size() const noexcept {
    return state_->children.size();
}

}  // namespace tocsin::session
