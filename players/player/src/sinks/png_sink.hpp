// SPDX-License-Identifier: Apache-2.0
// One picture every so often: DIR/frame-<fleet milliseconds>.png, and DIR/latest.png.
#pragma once

#include <spdlog/logger.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <thread>

#include "engine/findings.hpp"
#include "sinks/frame_sink.hpp"
#include "sinks/mailbox.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::player {

/// Takes the first tick at or after each multiple of `every` in fleet time; writes on its own
/// thread.
class PngSink final : public FrameSink {
public:
    /// Creates the folder. Errc::unavailable or Errc::permission.
    [[nodiscard]] static Result<std::unique_ptr<PngSink>> open(std::filesystem::path folder,
                                                               Milliseconds every,
                                                               session::Clock& clock,
                                                               spdlog::logger& log,
                                                               Findings& findings);
    ~PngSink() override;
    bool submit(media::FramePtr const& frame, TickInfo const& info) noexcept override;
    [[nodiscard]] std::string const& name() const noexcept override { return name_; }

private:
    struct Letter {
        media::FramePtr frame;
        Instant fleet;
    };
    PngSink(std::filesystem::path folder, Milliseconds every, session::Clock& clock,
            spdlog::logger& log, Findings& findings);
    void run(std::stop_token stop);

    std::filesystem::path folder_;
    std::string name_;
    Milliseconds every_;
    spdlog::logger& log_;
    Findings& findings_;
    std::optional<std::int64_t> lastMultiple_;
    Mailbox<Letter> mailbox_;
    std::jthread thread_;
};

}  // namespace tocsin::player
