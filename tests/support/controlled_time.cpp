// SPDX-License-Identifier: Apache-2.0
// Driving the shared clock.
#include "controlled_time.hpp"

#include <signal.h>

#include <fstream>
#include <stdexcept>
#include <string>

#include "time_page.hpp"

namespace tocsin::test {
namespace {

using RealClock = std::chrono::steady_clock;

/// Liveness is looked up in /proc; a killed process costs one such pause.
constexpr Milliseconds kLookAgain{20};

std::int64_t nanoseconds(Instant t) {
    return std::chrono::nanoseconds(t.time_since_epoch()).count();
}

std::int64_t nanoseconds(Milliseconds d) {
    return std::chrono::nanoseconds(d).count();
}

std::string procPath(std::int32_t pid, std::int32_t tid) {
    return "/proc/" + std::to_string(pid) + "/task/" + std::to_string(tid == 0 ? pid : tid);
}

/// False for processes that are gone or only wait to be reaped, and for threads that ended without
/// saying so.
bool isAlive(std::int32_t pid, std::int32_t tid) {
    std::ifstream in(procPath(pid, tid) + "/stat");
    std::string stat;
    if (!std::getline(in, stat)) {
        return false;
    }
    auto const name = stat.rfind(')');  // the name may hold anything, the state follows it
    return name != std::string::npos && name + 2 < stat.size() && stat[name + 2] != 'Z' &&
           stat[name + 2] != 'X';
}

std::string nameOf(std::int32_t pid, std::int32_t tid) {
    std::ifstream in(procPath(pid, tid) + "/comm");
    std::string name;
    std::getline(in, name);
    return "process " + std::to_string(pid) + ", thread " + std::to_string(tid) + " (" + name + ")";
}

}  // namespace

struct ControlledTime::State {
    MappedTimePage page;
    Milliseconds patience{60'000};

    struct Count {
        std::size_t participants = 0;
        TimeSlot const* late = nullptr;  ///< one that does not sleep beyond now
    };

    /// Forgets the dead among those that `late` would name, or all of them.
    Count count(bool checkAll) {
        Count out;
        auto const now = page->passedNs.load();
        for (auto& slot : page->slots) {
            auto pid = slot.pid.load();
            if (pid == 0) {
                continue;
            }
            bool const asleep = slot.dueNs.load() > now;
            if ((!asleep || checkAll) && !isAlive(pid, slot.tid.load())) {
                slot.dueNs = kWorking;
                slot.tid = 0;
                slot.pid.compare_exchange_strong(pid, 0);
                continue;
            }
            out.participants += slot.coroutines ? 0 : 1;
            if (!asleep) {
                out.late = &slot;
            }
        }
        return out;
    }

    /// The common case without a look into /proc.
    bool allAsleep(std::size_t least) {
        std::size_t found = 0;
        auto const now = page->passedNs.load();
        for (auto const& slot : page->slots) {
            if (slot.pid.load() != 0) {
                if (slot.dueNs.load() <= now) {
                    return false;
                }
                found += slot.coroutines ? 0 : 1;
            }
        }
        return found >= least;
    }
};

ControlledTime::ControlledTime(std::filesystem::path file, Instant start)
    : file_(std::move(file)),
      state_(std::make_unique<State>(
          State{MappedTimePage::create(file_, nanoseconds(start)), Milliseconds{60'000}})) {}

ControlledTime::~ControlledTime() = default;

Instant ControlledTime::now() const {
    return fromMillis(state_->page->wallNs() / 1'000'000);
}

void ControlledTime::advance(Milliseconds total, Milliseconds step) {
    if (step <= Milliseconds{0}) {
        throw std::invalid_argument("time moves in steps of at least a millisecond");
    }
    barrier(0);
    for (auto left = total; left > Milliseconds{0}; left -= step) {
        state_->page->passedNs += nanoseconds(std::min(left, step));
        futexBump(state_->page->moved);
        barrier(0);
    }
}

void ControlledTime::stepWallClock(Milliseconds delta) {
    barrier(0);
    state_->page->steppedNs += nanoseconds(delta);
}

void ControlledTime::barrier(std::size_t least) {
    auto const deadline = RealClock::now() + state_->patience;
    while (true) {
        auto const seen = state_->page->arrived.load();
        if (state_->allAsleep(least)) {
            return;
        }
        futexWait(state_->page->arrived, seen, kLookAgain);
        if (state_->page->arrived.load() != seen && RealClock::now() < deadline) {
            continue;
        }
        auto const found = state_->count(false);
        if (RealClock::now() < deadline) {
            continue;
        }
        auto const seconds = std::to_string(state_->patience.count()) + " ms of real time";
        if (found.late != nullptr) {
            throw std::runtime_error(nameOf(found.late->pid, found.late->tid) +
                                     " did not go back to sleep within " + seconds + " at " +
                                     formatInstant(now()));
        }
        if (found.participants < least) {
            throw std::runtime_error("only " + std::to_string(found.participants) + " of " +
                                     std::to_string(least) + " threads took part within " +
                                     seconds);
        }
    }
}

std::size_t ControlledTime::participants() {
    return state_->count(true).participants;
}

void ControlledTime::awaitParticipants(std::size_t count) {
    barrier(count);
}

void ControlledTime::setPatience(Milliseconds patience) noexcept {
    state_->patience = patience;
}

}  // namespace tocsin::test
