// SPDX-License-Identifier: Apache-2.0
// Reads through the content that was on disk when the player started: a disk can spoil a file
// between two runs without changing its size.
#pragma once

#include <spdlog/logger.h>

#include <stop_token>
#include <thread>
#include <vector>

#include "director/content_cache.hpp"
#include "director/plan_keeper.hpp"

namespace tocsin::player {

/// One thread of the lowest priority, which ends when all is read: the show does not wait for it.
/// What is found damaged is dropped, reported and fetched again.
class CacheCheck {
public:
    struct Parts {
        PlanKeeper& plans;
        ContentCache const& cache;
        spdlog::logger& log;
    };
    explicit CacheCheck(Parts parts) : parts_(parts) {}
    /// Checks in this order, soonest needed first. Timelines are left out: they are verified
    /// whenever they are read.
    void start(std::vector<Plan::Need> const& needs);
    void stop();

private:
    void run(std::vector<Plan::Want> const& files, std::stop_token const& stop);

    Parts parts_;
    std::jthread thread_;
};

}  // namespace tocsin::player
