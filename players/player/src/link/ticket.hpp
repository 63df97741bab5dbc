// SPDX-License-Identifier: Apache-2.0
// What this player shows when it fetches content, from its newest session.
#pragma once

#include <mutex>
#include <string>
#include <utility>

namespace tocsin::player {

/// Thread-safe.
class Ticket {
public:
    void set(std::string text) {
        std::lock_guard const lock(mutex_);
        text_ = std::move(text);
    }
    [[nodiscard]] std::string get() const {
        std::lock_guard const lock(mutex_);
        return text_;
    }

private:
    mutable std::mutex mutex_;
    std::string text_;  // guarded by mutex_
};

}  // namespace tocsin::player
