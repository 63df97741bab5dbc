// SPDX-License-Identifier: Apache-2.0
// The sinks that the options name, opened in their order.
#pragma once

#include <spdlog/logger.h>

#include <memory>
#include <vector>

#include "engine/findings.hpp"
#include "sinks/frame_sink.hpp"
#include "sinks/window_sink.hpp"
#include "tocsin/player/player.hpp"

namespace tocsin::player {

struct OpenSinks {
    std::vector<std::unique_ptr<FrameSink>> all;
    std::vector<WindowSink*> windows;  ///< those of them that have a title

    [[nodiscard]] std::vector<FrameSink*> pointers() const {
        std::vector<FrameSink*> out;
        for (auto const& sink : all) {
            out.push_back(sink.get());
        }
        return out;
    }
};

/// Errc::unavailable, whatever the cause: a sink that cannot be opened at the start is the
/// operator's to repair. What is passed in must outlive the sinks.
[[nodiscard]] Result<OpenSinks> openSinks(std::vector<SinkSpec> const& specs, Size size,
                                          WindowSink::Closing closing, session::Clock& clock,
                                          spdlog::logger& log, Findings& findings);

}  // namespace tocsin::player
