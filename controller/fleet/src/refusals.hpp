// SPDX-License-Identifier: Apache-2.0
// Which refusals of players stand in the audit trail already.
#pragma once

#include <deque>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "tocsin/vocabulary/id.hpp"

namespace tocsin::fleet {

/// Thread-safe. A player that comes back again and again refuses the same thing each time: that is
/// one row. What was refused before the controller's last start may be told once more.
class Refusals {
public:
    static constexpr std::size_t kMost = 10'000;

    /// `about` names the thing and its version: "manifest 2.17".
    [[nodiscard]] bool isNew(ScreenId const& screen, std::string const& about) {
        std::lock_guard const lock(mutex_);
        auto const [told, isNew] = told_.emplace(screen, about);
        if (!isNew) {
            return false;
        }
        byAge_.push_back(told);
        if (byAge_.size() > kMost) {
            told_.erase(byAge_.front());
            byAge_.pop_front();
        }
        return true;
    }

private:
    std::mutex mutex_;
    std::set<std::pair<ScreenId, std::string>> told_;  ///< guarded by mutex_, as what follows
    std::deque<std::set<std::pair<ScreenId, std::string>>::const_iterator> byAge_;
};

}  // namespace tocsin::fleet
