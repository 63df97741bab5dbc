// SPDX-License-Identifier: Apache-2.0
#include "engine/stop_signals.hpp"

#include <pthread.h>

#include <csignal>

namespace tocsin::player {
namespace {

sigset_t stopSignals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
}

}  // namespace

void blockStopSignals() {
    auto const signals = stopSignals();
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
}

int waitForStopSignal() {
    auto const signals = stopSignals();
    int signal = 0;
    while (::sigwait(&signals, &signal) != 0) {
    }
    return signal;
}

}  // namespace tocsin::player
