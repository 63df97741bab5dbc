// SPDX-License-Identifier: Apache-2.0
// Headerless BGRA frames appended to FILE, and one line a frame in FILE.tsv: tick, fleet
// milliseconds, play id.
#pragma once

#include <spdlog/logger.h>

#include <filesystem>
#include <memory>

#include "engine/files.hpp"
#include "engine/findings.hpp"
#include "sinks/frame_sink.hpp"

namespace tocsin::player {

/// Writes inline on the tick thread, each frame at once and unbuffered, so that a killed process
/// loses at most a torn tail; that is cut off when the sink is opened again. A missed tick writes
/// nothing. After a write error it detaches and tries again every 30 s.
class RawSink final : public FrameSink {
public:
    /// Errc::exhausted, permission, notFound or unavailable, with the file's name.
    [[nodiscard]] static Result<std::unique_ptr<RawSink>> open(std::filesystem::path file,
                                                               int width, int height,
                                                               spdlog::logger& log,
                                                               Findings& findings);
    bool submit(media::FramePtr const& frame, TickInfo const& info) noexcept override;
    [[nodiscard]] std::string const& name() const noexcept override { return name_; }

private:
    RawSink(std::filesystem::path file, std::size_t frameBytes, spdlog::logger& log,
            Findings& findings);
    [[nodiscard]] Result<> attach();
    [[nodiscard]] Result<> cutTornTail(int frames, int lines) const;
    [[nodiscard]] Result<> write(media::Frame const& frame, TickInfo const& info);
    void detach(Error const& why, TickInfo const& info);

    std::filesystem::path file_, lines_;
    std::string name_;
    std::size_t frameBytes_;
    spdlog::logger& log_;
    Findings& findings_;
    Fd frameFd_, lineFd_;
    bool attached_ = false;
    Instant retryAt_;
};

}  // namespace tocsin::player
