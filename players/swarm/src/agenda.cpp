// SPDX-License-Identifier: Apache-2.0
#include "agenda.hpp"

#include <utility>

namespace tocsin::swarm {

void Agenda::at(Steady::time_point due, std::function<void()> task) {
    if (closed_) {
        return;
    }
    tasks_.emplace(due, std::move(task));
    arm();
}

void Agenda::close() {
    closed_ = true;
    tasks_.clear();
    timer_.cancel();
}

void Agenda::arm() {
    if (closed_ || tasks_.empty() || tasks_.begin()->first >= armed_) {
        return;
    }
    armed_ = tasks_.begin()->first;
    timer_.expires_at(armed_);
    timer_.async_wait([this](boost::system::error_code ec) {
        if (!ec) {
            runDue();
        }
    });
}

void Agenda::runDue() {
    armed_ = Steady::time_point::max();
    auto const now = Steady::now();
    for (std::size_t count = 0; count < kAtOnce && !tasks_.empty() && tasks_.begin()->first <= now;
         ++count) {
        auto const task = std::move(tasks_.begin()->second);
        tasks_.erase(tasks_.begin());
        task();
    }
    arm();
}

}  // namespace tocsin::swarm
