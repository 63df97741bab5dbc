// SPDX-License-Identifier: Apache-2.0
// The test pattern on the sinks, tick by tick, without a controller.
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <thread>

#include "engine/engine.hpp"
#include "engine/logging.hpp"
#include "engine/open_sinks.hpp"
#include "engine/stop_signals.hpp"
#include "sinks/forced_mode.hpp"
#include "stage/test_pattern.hpp"
#include "timing/fleet_clock.hpp"
#include "timing/tick_grid.hpp"

namespace tocsin::player {
namespace {

/// Whoever closes the window has seen enough.
bool isClosed(OpenSinks const& sinks) {
    return !sinks.windows.empty() &&
           std::none_of(sinks.windows.begin(), sinks.windows.end(),
                        [](WindowSink const* window) { return window->attached(); });
}

void showPattern(Options const& options, session::Clock& clock, OpenSinks const& sinks,
                 std::stop_token const& stop) {
    // Without a controller fleet time is the wall clock: screens beside each other on one machine
    // count alike.
    FleetClock fleet(clock);
    TickGrid const grid(options.rate);
    TestPattern const pattern(options.size, options.rate);
    std::string const nobody = "-";
    auto tick = grid.tickAt(fleet.fineNow()) + 1;
    while (!stop.stop_requested() && !isClosed(sinks)) {
        auto const frame = pattern.frameAt(tick);
        if (!clock.waitFor(fleet.until(grid.dueOf(tick)), stop)) {
            return;
        }
        for (auto const& sink : sinks.all) {
            sink->submit(frame, {tick, grid.instantOf(tick), nobody});
        }
        tick = std::max(tick, grid.tickAt(fleet.fineNow())) + 1;
    }
    ::kill(::getpid(), SIGTERM);
}

}  // namespace

int runTestPattern(Options const& options, session::Clock& clock) {
    blockStopSignals();
    Log log("player", options.logLevel);
    Findings findings;
    for (auto const& sink : options.sinks) {
        auto const set = sink.window.mode ? forceMode(sink.window.connector, *sink.window.mode)
                                          : Result<bool>(false);
        if (!set) {
            std::fprintf(stderr, "tocsin-player: %s\n", set.error().message.c_str());
            return kExitCannotCreate;
        }
    }
    auto const sinks = openSinks(options.sinks, options.size, WindowSink::Closing::ends, clock,
                                 log.logger(), findings);
    if (!sinks) {
        std::fprintf(stderr, "tocsin-player: %s\n", sinks.error().message.c_str());
        return kExitCannotCreate;
    }
    std::jthread const ticks(
        [&](std::stop_token const& stop) { showPattern(options, clock, *sinks, stop); });
    log.logger().info("event=test-pattern size={}x{} fps={}/{} hint=\"ends with Ctrl+C\"",
                      options.size.width, options.size.height, options.rate.num, options.rate.den);
    (void)waitForStopSignal();
    return kExitOk;
}

}  // namespace tocsin::player
