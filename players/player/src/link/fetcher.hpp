// SPDX-License-Identifier: Apache-2.0
// Fetches what the plan wants and the cache has room for, soonest needed first, one file at a time.
#pragma once

#include <spdlog/logger.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "director/cache_keeper.hpp"
#include "director/plan_keeper.hpp"
#include "timing/fleet_clock.hpp"
#include "tocsin/session/backoff.hpp"
#include "tocsin/session/tls_trust.hpp"

namespace tocsin::player {

class Fetcher {
public:
    /// A full disk is looked at again after so long, in real time.
    static constexpr std::chrono::seconds kLookForRoom{30};
    /// As session::fetchVerified: the file of the rendition into `target`.
    using Download =
        std::function<Result<>(std::string const& url, std::filesystem::path const& target,
                               Plan::Want const& want, std::stop_token const& stop)>;

    struct Parts {
        std::string controller;
        PlanKeeper& plans;
        ContentCache const& cache;
        CacheKeeper& keeper;
        FleetClock const& fleet;
        spdlog::logger& log;
        Findings& findings;
        Download download;
    };
    explicit Fetcher(Parts parts) : parts_(std::move(parts)) {}
    /// From a server that `trust` means at that moment, to which `ticket` says who asks.
    [[nodiscard]] static Download overHttp(std::function<session::TlsTrust()> trust,
                                           std::function<std::string()> ticket);
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
    [[nodiscard]] Plan::Want const* dueOf(std::vector<Plan::Want> const& wants,
                                          Steady::time_point& wakeAt);
    void fetch(Plan const& plan, Plan::Want const& want, std::stop_token const& stop);
    void diskFull(Plan const& plan, Plan::Want const& want, Error const& error);
    void examineSuspects();
    void forgetUnwanted(Plan const& plan);

    Parts parts_;
    std::map<Digest, Retry> retries_;
    std::map<Digest, std::int64_t> examined_;  ///< and its change stamp then
    Steady::time_point pausedUntil_{};         ///< the disk is full
    std::mutex mutex_;                         // guards what follows
    std::condition_variable_any changed_;
    bool woken_ = false;
    std::set<Digest> suspects_;
    std::jthread thread_;
};

}  // namespace tocsin::player
