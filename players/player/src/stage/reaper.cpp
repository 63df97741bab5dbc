// SPDX-License-Identifier: Apache-2.0
#include "stage/reaper.hpp"

#include <algorithm>

namespace tocsin::player {

Reaper::~Reaper() {
    for (auto& worker : workers_) {
        worker.thread.request_stop();
    }
    for (auto& worker : workers_) {
        worker.thread.join();
    }
}

bool Reaper::take(std::unique_ptr<Item> item) {
    std::lock_guard const lock(mutex_);
    items_.push_back(std::move(item));
    if (items_.size() > idle_ && workers_.size() <= kMostHanging) {
        auto& worker = workers_.emplace_back();
        ++idle_;
        worker.thread =
            std::jthread([this, &worker](std::stop_token const& stop) { run(worker, stop); });
    }
    changed_.notify_one();
    return countHanging() <= kMostHanging && items_.size() <= kMostWaiting;
}

std::size_t Reaper::hanging() const {
    std::lock_guard const lock(mutex_);
    return countHanging();
}

std::size_t Reaper::countHanging() const {
    auto const now = clock_.monotonicMs();
    return static_cast<std::size_t>(
        std::count_if(workers_.begin(), workers_.end(), [&](Worker const& worker) {
            return worker.busySince >= 0 && now - worker.busySince >= kHangs.count();
        }));
}

void Reaper::run(Worker& self, std::stop_token const& stop) {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, stop, [this] { return !items_.empty(); });
        if (items_.empty()) {
            return;
        }
        auto item = std::move(items_.front());
        items_.pop_front();
        self.busySince = clock_.monotonicMs();
        --idle_;
        lock.unlock();
        item.reset();
        lock.lock();
        ++idle_;
        self.busySince = -1;
    }
}

}  // namespace tocsin::player
