// SPDX-License-Identifier: Apache-2.0
// Watches the computer's video outputs, so that no play counts as delivered while the cable is out,
// and keeps a forced mode on.
#pragma once

#include <spdlog/logger.h>

#include <atomic>
#include <functional>
#include <thread>

#include "engine/findings.hpp"
#include "sinks/connectors.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::player {

class OutputWatch {
public:
    struct Parts {
        std::unique_ptr<ConnectorReader> reader;
        std::string connector;  ///< the one that feeds the screen; empty: any
        /// Sets the output's mode if another is on, true: it was; empty: no mode is forced.
        std::function<Result<bool>()> ensureMode;
        spdlog::logger& log;
        Findings& findings;
    };
    explicit OutputWatch(Parts parts) : parts_(std::move(parts)) {}

    /// Looks once, then every two seconds on a thread of its own.
    void start();
    void look();
    /// A picture is known to leave the computer through a cable that something answers on. False
    /// also while nobody can say. Thread-safe.
    [[nodiscard]] bool connected() const noexcept { return connected_; }
    /// It is known that no picture leaves the computer: nothing is plugged in, or the output is
    /// off. False while nobody can say. Thread-safe.
    [[nodiscard]] bool unplugged() const noexcept { return unplugged_; }

private:
    void run(std::stop_token stop);
    void ensureMode();

    Parts parts_;
    std::atomic<bool> connected_{false}, unplugged_{false};
    std::string told_;
    std::jthread thread_;
};

}  // namespace tocsin::player
