// SPDX-License-Identifier: Apache-2.0
// Who opened which link within the hour: the audit trail has one row for all of that, so that
// nobody floods it by reloading a page.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "tocsin/vocabulary/instant.hpp"

namespace tocsin::filing {

/// Thread-safe.
class InspectionOpenings {
public:
    /// Whether this address opened that package's link the first time within an hour. What would
    /// be one too many to remember is taken for a later one: at most kMost an hour are first.
    bool isFirst(std::int64_t number, std::string const& peer, Instant now) {
        std::lock_guard const lock(mutex_);
        std::erase_if(seen_, [&](auto const& one) { return one.second + kHour <= now; });
        auto const key = std::pair(number, peer);
        if (seen_.contains(key) || seen_.size() >= kMost) {
            return false;
        }
        seen_.emplace(key, now);
        return true;
    }

private:
    static constexpr std::chrono::hours kHour{1};
    static constexpr std::size_t kMost = 1'000;

    std::mutex mutex_;
    std::map<std::pair<std::int64_t, std::string>, Instant> seen_;
};

}  // namespace tocsin::filing
