// SPDX-License-Identifier: Apache-2.0
#include "engine/thread_rights.hpp"

#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace tocsin::player {
namespace {

constexpr int kTickPriority = 10;
constexpr int kTickNice = -10;
constexpr int kDecoderNice = -5;
constexpr int kLowestNice = 19;
// <linux/ioprio.h>, which the C library does not wrap.
constexpr int kIoprioWhoProcess = 1;
constexpr int kIoprioIdle = 3 << 13;

/// Of the calling thread alone, as Linux has it.
bool setNice(int value) {
    return ::setpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)), value) == 0;
}

}  // namespace

TickRights takeTickRights() {
    sched_param priority{};
    priority.sched_priority = kTickPriority;
    if (::sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &priority) == 0) {
        return TickRights::realTime;
    }
    return setNice(kTickNice) ? TickRights::nice : TickRights::none;
}

std::string lostBy(TickRights rights) {
    switch (rights) {
        case TickRights::realTime:
            return "";
        case TickRights::nice:
            return "no real-time scheduling, only a raised priority: on a busy computer frames may "
                   "be shown some milliseconds late; allow it with LimitRTPRIO=10 in the service "
                   "unit or \"rtprio 10\" in limits.conf";
        default:
            return "no real-time scheduling: on a busy computer frames may be shown tens of "
                   "milliseconds late; allow it with LimitRTPRIO=10 in the service unit or "
                   "\"rtprio 10\" in limits.conf";
    }
}

void takeDecoderPriority() {
    static_cast<void>(setNice(kDecoderNice));
}

void takeLowestPriority() {
    static_cast<void>(setNice(kLowestNice));
    static_cast<void>(::syscall(SYS_ioprio_set, kIoprioWhoProcess, 0, kIoprioIdle));
}

}  // namespace tocsin::player
