// SPDX-License-Identifier: Apache-2.0
// The supervisor: starts the engine, starts it again when it crashes, passes signals on. It holds
// nothing that can be lost.
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <optional>

#include "engine/restart_delay.hpp"
#include "tocsin/player/player.hpp"

namespace tocsin::player {
namespace {

using Steady = std::chrono::steady_clock;
/// After a stop signal the engine has so long before it is killed; its own deadline is shorter.
constexpr std::chrono::seconds kKillAfter{7};

sigset_t watched() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGCHLD);
    return set;
}

/// The next watched signal, or 0 after `most`.
int nextSignal(std::optional<std::chrono::milliseconds> most) {
    auto const set = watched();
    for (;;) {
        timespec wait{};
        if (most) {
            wait.tv_sec = most->count() / 1000;
            wait.tv_nsec = most->count() % 1000 * 1'000'000;
        }
        int const signal =
            most ? ::sigtimedwait(&set, nullptr, &wait) : ::sigwaitinfo(&set, nullptr);
        if (signal > 0 || errno == EAGAIN) {
            return std::max(signal, 0);
        }
    }
}

[[noreturn]] void becomeEngine(EngineMain const& engine, std::int64_t start, pid_t supervisor) {
    // A killed supervisor takes the engine with it, so that never two of them play.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != supervisor) {
        ::_exit(kExitSoftware);
    }
    auto const set = watched();
    ::sigprocmask(SIG_UNBLOCK, &set, nullptr);
    std::exit(engine(start));
}

struct Ended {
    int status = 0;
    bool asked = false;  ///< a stop signal came
};

/// Waits for the engine to end, passing stop signals on.
Ended superviseOne(pid_t engine) {
    Ended out;
    std::optional<Steady::time_point> killAt;
    for (;;) {
        if (::waitpid(engine, &out.status, WNOHANG) == engine) {
            return out;
        }
        auto const wait = killAt ? std::optional(std::chrono::milliseconds(200)) : std::nullopt;
        int const signal = nextSignal(wait);
        if (signal == SIGTERM || signal == SIGINT) {
            out.asked = true;
            killAt = killAt.value_or(Steady::now() + kKillAfter);
            ::kill(engine, signal);
        }
        if (killAt && Steady::now() >= *killAt) {
            ::kill(engine, SIGKILL);
        }
    }
}

bool isFinal(int code) {
    return code == kExitOk || code == kExitUsage || code == kExitCannotCreate ||
           code == kExitConfiguration;
}

}  // namespace

int runSupervisor(EngineMain const& engine, std::string const& logLevel) {
    spdlog::logger log("supervisor", std::make_shared<spdlog::sinks::stderr_sink_st>());
    log.set_level(spdlog::level::from_str(logLevel));
    log.set_pattern("%Y-%m-%dT%H:%M:%S.%e%z level=%l part=%n %v");
    auto const set = watched();
    ::sigprocmask(SIG_BLOCK, &set, nullptr);
    RestartDelay delay;
    for (std::int64_t start = 1;; ++start) {
        auto const began = Steady::now();
        auto const self = ::getpid();
        pid_t const child = ::fork();
        if (child == 0) {
            becomeEngine(engine, start, self);
        }
        if (child < 0) {
            log.error("event=fork-failed err=\"{}\"", std::strerror(errno));
        } else {
            auto const ended = superviseOne(child);
            int const code =
                WIFEXITED(ended.status) ? WEXITSTATUS(ended.status) : 128 + WTERMSIG(ended.status);
            if (ended.asked || (WIFEXITED(ended.status) && isFinal(code))) {
                return code;
            }
            if (WIFEXITED(ended.status) && code == kExitAgain) {
                log.info("event=engine-restarts start={}", start);
            } else {
                log.error("event=engine-ended code={} start={}", code, start);
            }
        }
        auto const wait = delay.after(
            std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - began));
        auto const until = Steady::now() + wait;
        while (Steady::now() < until) {
            auto const left =
                std::chrono::duration_cast<std::chrono::milliseconds>(until - Steady::now());
            int const signal = nextSignal(left + std::chrono::milliseconds(1));
            if (signal == SIGTERM || signal == SIGINT) {
                return kExitOk;
            }
        }
    }
}

}  // namespace tocsin::player
