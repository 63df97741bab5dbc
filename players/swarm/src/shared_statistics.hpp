// SPDX-License-Identifier: Apache-2.0
// The one count of all threads.
#pragma once

#include <mutex>
#include <utility>

#include "statistics.hpp"

namespace tocsin::swarm {

/// Thread-safe.
class SharedStatistics {
public:
    /// Runs `work(Statistics&)` alone and returns what it returns; it must be short.
    template <class Work>
    auto with(Work&& work) {
        std::lock_guard const lock(mutex_);
        return std::forward<Work>(work)(statistics_);
    }

private:
    std::mutex mutex_;
    Statistics statistics_;  // guarded by mutex_
};

}  // namespace tocsin::swarm
