// SPDX-License-Identifier: Apache-2.0
// The mailbox of a sink with its own thread: one place, the latest frame wins, what was lost is
// counted.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>

#include "tocsin/session/clock.hpp"

namespace tocsin::player {

template <class Letter>
class Mailbox {
public:
    explicit Mailbox(session::Clock& clock) : clock_(clock) {}

    /// A full place is waited for until the clock moves on. The real clock does so at once; a
    /// stepped clock stands still meanwhile, so there nothing is lost. False: an older letter was
    /// thrown away, or nobody takes any more.
    bool put(Letter letter) {
        std::unique_lock lock(mutex_);
        bool const kept = !letter_ || clock_.waitFor(lock, emptied_, std::chrono::nanoseconds(1),
                                                     [this] { return !letter_ || closed_; });
        letter_ = std::move(letter);
        bool const read = !closed_;
        lock.unlock();
        filled_.notify_one();
        return kept && read;
    }
    /// The next letter; nothing after a stop request.
    std::optional<Letter> take(std::stop_token stop) {
        std::unique_lock lock(mutex_);
        filled_.wait(lock, stop, [this] { return letter_.has_value(); });
        if (!letter_ || stop.stop_requested()) {
            return std::nullopt;
        }
        auto out = std::move(letter_);
        letter_.reset();
        lock.unlock();
        emptied_.notify_all();
        return out;
    }
    /// As take(), but at most so long in real time.
    std::optional<Letter> takeFor(std::stop_token stop, std::chrono::milliseconds most) {
        std::unique_lock lock(mutex_);
        filled_.wait_for(lock, stop, most, [this] { return letter_.has_value(); });
        auto out = std::move(letter_);
        letter_.reset();
        lock.unlock();
        emptied_.notify_all();
        return out;
    }
    /// Nobody takes any more; put() no longer waits.
    void close() {
        {
            std::lock_guard const lock(mutex_);
            closed_ = true;
        }
        emptied_.notify_all();
    }

private:
    session::Clock& clock_;
    std::mutex mutex_;
    std::condition_variable_any filled_;
    std::condition_variable emptied_;
    std::optional<Letter> letter_;
    bool closed_ = false;
};

}  // namespace tocsin::player
