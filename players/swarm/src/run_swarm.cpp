// SPDX-License-Identifier: Apache-2.0
// All crews of one run, and the thread that writes the report.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <fstream>
#include <memory>
#include <vector>

#include "crew.hpp"
#include "report.hpp"
#include "swarm_player.hpp"
#include "tocsin/swarm/swarm.hpp"

namespace tocsin::swarm {
namespace {

constexpr std::chrono::milliseconds kReportEvery{200};
/// Besides one for each player.
constexpr rlim_t kOtherDescriptors = 64;

sigset_t signalsOfRun() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGUSR1);
    return set;
}

/// The signal that came; 0 if none did within `limit`.
int awaitSignal(std::chrono::milliseconds limit) {
    auto const set = signalsOfRun();
    timespec wait{};
    wait.tv_sec = limit.count() / 1'000;
    wait.tv_nsec = limit.count() % 1'000 * 1'000'000;
    return std::max(::sigtimedwait(&set, nullptr, &wait), 0);
}

Result<> allowDescriptors(std::size_t players) {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    auto const needed = static_cast<rlim_t>(players) + kOtherDescriptors;
    if (limit.rlim_max < needed) {
        return Error{Errc::exhausted, std::to_string(players) + " players need " +
                                          std::to_string(needed) + " file descriptors, and " +
                                          std::to_string(limit.rlim_max) +
                                          " are allowed; raise it with ulimit -Hn"};
    }
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    return {};
}

std::int64_t residentBytes() {
    std::ifstream in("/proc/self/statm");
    std::int64_t all = 0, resident = 0;
    in >> all >> resident;
    return resident * ::sysconf(_SC_PAGESIZE);
}

Result<std::vector<Identity>> identitiesFor(Options const& options) {
    auto enrolments = readEnrolments(options.enrolment);
    if (!enrolments) {
        return enrolments.error();
    }
    if (options.players > enrolments->size()) {
        return Error{Errc::invalid, options.enrolment.string() + " has " +
                                        std::to_string(enrolments->size()) +
                                        " screens, fewer than --players"};
    }
    if (options.players > 0) {
        enrolments->resize(options.players);
    }
    if (auto const allowed = allowDescriptors(enrolments->size()); !allowed) {
        return allowed.error();
    }
    return loadIdentities(options.data, std::move(*enrolments));
}

class Run {
public:
    Run(Options const& options, std::ostream& report, std::vector<Identity> identities)
        : options_(options), out_(report), players_(identities.size()) {
        for (std::size_t i = 0; i < options.threads; ++i) {
            crews_.push_back(
                std::make_unique<Crew>(CrewParts{options_, *clock_, verdicts_, statistics_}));
        }
        for (std::size_t i = 0; i < identities.size(); ++i) {
            crews_[i % crews_.size()]->add(i, std::move(identities[i]));
        }
    }

    [[nodiscard]] Result<> run() {
        for (auto const& crew : crews_) {
            crew->start();
        }
        watch();
        auto const resident = residentBytes();
        auto const at = Steady::now();
        auto all = snapshot();
        for (auto const& crew : crews_) {
            crew->stop();
        }
        out_ << truthLines(truth()) << summaryOf(all, players_, resident, at) << std::flush;
        auto kept = keep();
        if (kept && !out_) {
            return Error{Errc::unavailable, "the report cannot be written"};
        }
        return kept;
    }

private:
    [[nodiscard]] Statistics snapshot() {
        auto all = statistics_.with([](Statistics const& now) { return now; });
        all.verified = verdicts_.verified();
        return all;
    }

    void watch() {
        auto const began = Steady::now();
        auto storm = options_.storm;
        for (;;) {
            auto const signal = awaitSignal(kReportEvery);
            auto const ran = Steady::now() - began;
            if (signal == SIGUSR1 || (storm && ran >= *storm)) {
                storm.reset();
                beginStorm();
            }
            out_ << report_.news(snapshot(), Steady::now()) << std::flush;
            bool const over = options_.duration && ran >= *options_.duration;
            if (over || signal == SIGTERM || signal == SIGINT) {
                return;
            }
        }
    }

    void beginStorm() {
        statistics_.with([](Statistics& all) {
            Storm storm;
            storm.began = Steady::now();
            storm.dropped = static_cast<std::size_t>(all.connected);
            all.storms.push_back(std::move(storm));
        });
        for (auto const& crew : crews_) {
            crew->breakAll();
        }
    }

    [[nodiscard]] PlayTruth truth() const {
        PlayTruth out;
        for (auto const& crew : crews_) {
            out.add(crew->truth());
        }
        return out;
    }

    [[nodiscard]] Result<> keep() const {
        std::vector<Identity const*> all;
        for (auto const& crew : crews_) {
            auto const some = crew->identities();
            all.insert(all.end(), some.begin(), some.end());
        }
        return saveIdentities(options_.data, all);
    }

    Options const& options_;
    std::ostream& out_;
    std::size_t players_;
    std::unique_ptr<session::Clock> clock_ = session::systemClock();
    Verdicts verdicts_;
    SharedStatistics statistics_;
    Report report_;
    std::vector<std::unique_ptr<Crew>> crews_;
};

}  // namespace

void blockSignals() {
    auto const set = signalsOfRun();
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
}

Result<> runSwarm(Options const& options, std::ostream& report) {
    auto identities = identitiesFor(options);
    if (!identities) {
        return identities.error();
    }
    Run run(options, report, std::move(*identities));
    return run.run();
}

}  // namespace tocsin::swarm
