// SPDX-License-Identifier: Apache-2.0
// Signals are read from a descriptor by one thread: no code runs inside a signal handler.
#include "interruption.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace tocsin::cli {

Interruption::Interruption() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    if (pthread_sigmask(SIG_BLOCK, &set, nullptr) != 0) {
        throw std::runtime_error("cannot block signals");
    }
    signals_ = signalfd(-1, &set, SFD_CLOEXEC);
    ending_ = eventfd(0, EFD_CLOEXEC);
    if (signals_ < 0 || ending_ < 0) {
        throw std::runtime_error("cannot listen for signals: too many open files?");
    }
    listener_ = std::thread(&Interruption::listen, this);
}

Interruption::~Interruption() {
    std::uint64_t const one = 1;
    if (::write(ending_, &one, sizeof one) == sizeof one) {
        listener_.join();
    } else {
        std::abort();
    }
    ::close(signals_);
    ::close(ending_);
}

void Interruption::listen() {
    for (;;) {
        pollfd watched[2] = {{signals_, POLLIN, 0}, {ending_, POLLIN, 0}};
        if (::poll(watched, 2, -1) < 0) {
            continue;
        }
        if ((watched[1].revents & POLLIN) != 0) {
            return;
        }
        signalfd_siginfo info{};
        if ((watched[0].revents & POLLIN) != 0 && ::read(signals_, &info, sizeof info) > 0 &&
            !source_.request_stop()) {
            ::_exit(1);
        }
    }
}

}  // namespace tocsin::cli
