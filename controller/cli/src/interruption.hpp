// SPDX-License-Identifier: Apache-2.0
// SIGINT and SIGTERM as a stop request.
#pragma once

#include <stop_token>
#include <thread>

namespace tocsin::cli {

/// While it lives, the first SIGINT or SIGTERM requests a stop and a second one ends the process at
/// once. Make it before other threads, so that they inherit the blocked signals.
class Interruption {
public:
    Interruption();
    ~Interruption();
    Interruption(Interruption const&) = delete;
    Interruption& operator=(Interruption const&) = delete;

    [[nodiscard]] std::stop_token token() const noexcept { return source_.get_token(); }

private:
    void listen();

    std::stop_source source_;
    int signals_ = -1;  ///< signalfd
    int ending_ = -1;   ///< eventfd
    std::thread listener_;
};

}  // namespace tocsin::cli
