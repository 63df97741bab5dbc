// SPDX-License-Identifier: Apache-2.0
// Fetches what the plan wants, soonest needed first, one file at a time.
#pragma once

#include <spdlog/logger.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "director/plan_keeper.hpp"
#include "timing/fleet_clock.hpp"
#include "tocsin/session/backoff.hpp"

namespace tocsin::player {

class Fetcher {
public:
    struct Parts {
        std::string controller;
        PlanKeeper& plans;
        ContentCache const& cache;
        FleetClock const& fleet;
        spdlog::logger& log;
        Findings& findings;
    };
    explicit Fetcher(Parts parts) : parts_(std::move(parts)) {}
    void start();
    void stop();
    /// The plan changed, or the controller is there again: failed files are tried at once.
    void wake();
    /// This rendition failed to decode; looked at on the fetcher's thread.
    void suspect(Digest const& rendition);

private:
    using Steady = std::chrono::steady_clock;
    struct Retry {
        session::Backoff backoff;
        Steady::time_point notBefore{};
    };
    void run(std::stop_token stop);
    void fetch(Plan::Want const& want, std::stop_token const& stop);
    void examineSuspects();
    void tidy();

    Parts parts_;
    std::map<Digest, Retry> retries_;
    std::set<Digest> examined_;
    Steady::time_point tidyAt_{};
    std::mutex mutex_;  // guards what follows
    std::condition_variable_any changed_;
    bool woken_ = false;
    std::set<Digest> suspects_;
    std::jthread thread_;
};

}  // namespace tocsin::player
