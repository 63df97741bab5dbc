// SPDX-License-Identifier: Apache-2.0
// The network side of a live stream: one protocol, one container, the packets of one track.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>

#include "ffmpeg_handles.hpp"
#include "tocsin/media/stream.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::media::detail {

class LiveInput {
public:
    /// `alive` is called while the stream is opened, not later.
    [[nodiscard]] static Result<std::unique_ptr<LiveInput>> open(
        StreamDescription const& description, std::chrono::milliseconds patience,
        std::function<void()> alive);

    /// The next packet of the video; blocks, at most for the patience. Errc::unavailable.
    [[nodiscard]] Result<> read(AVPacket& packet);
    /// Ends a read() on another thread soon.
    void interrupt() noexcept { interrupted_ = true; }

    [[nodiscard]] AVStream const& video() const noexcept { return *format_->streams[video_]; }
    /// The source sets the pace; if not (HLS), what lies ahead can be left on the server.
    [[nodiscard]] bool pushed() const noexcept { return pushed_; }

private:
    using Steady = std::chrono::steady_clock;
    explicit LiveInput(std::chrono::milliseconds patience) : patience_(patience) {}
    [[nodiscard]] Result<> openFormat(StreamDescription const& description);
    [[nodiscard]] Result<> chooseVideo();
    [[nodiscard]] Error failure(int code) const;
    [[nodiscard]] bool giveUp();
    static int openNested(AVFormatContext* format, AVIOContext** io, char const* address, int flags,
                          AVDictionary** options);

    std::chrono::milliseconds patience_;
    std::function<void()> alive_;  // empty once it is open
    std::atomic<bool> interrupted_{false};
    Steady::time_point deadline_;
    decltype(AVFormatContext::io_open) openPlain_ = nullptr;
    AvFormatPtr format_;
    int video_ = -1;
    bool pushed_ = true;
};

}  // namespace tocsin::media::detail
