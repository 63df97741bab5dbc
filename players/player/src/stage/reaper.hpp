// SPDX-License-Identifier: Apache-2.0
// Takes items down on a thread of its own, because closing a file or a decoder can block.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include "stage/item.hpp"

namespace tocsin::player {

class Reaper {
public:
    /// More items than this that do not go away mean a decoder that hangs.
    static constexpr std::size_t kMost = 32;

    Reaper() : thread_([this](std::stop_token stop) { run(stop); }) {}
    /// False: too many are waiting; the item was taken all the same.
    bool take(std::unique_ptr<Item> item) {
        std::size_t waiting = 0;
        {
            std::lock_guard const lock(mutex_);
            items_.push_back(std::move(item));
            waiting = items_.size();
        }
        changed_.notify_one();
        return waiting <= kMost;
    }

private:
    void run(std::stop_token stop) {
        std::unique_lock lock(mutex_);
        for (;;) {
            changed_.wait(lock, stop, [this] { return !items_.empty(); });
            if (items_.empty()) {
                return;
            }
            auto item = std::move(items_.front());
            items_.pop_front();
            lock.unlock();
            item.reset();
            lock.lock();
        }
    }

    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<std::unique_ptr<Item>> items_;
    std::jthread thread_;
};

}  // namespace tocsin::player
