// SPDX-License-Identifier: Apache-2.0
// The pictures of one live stream: a child that listens to it, started anew with back-off whenever
// it ends. All showings of the stream that are open at once share it, so that the address is opened
// once and one showing follows the other without a gap.
#pragma once

#include <spdlog/logger.h>

#include <mutex>
#include <thread>

#include "stage/stream_health.hpp"
#include "stage/stream_worker.hpp"
#include "tocsin/session/clock.hpp"

namespace tocsin::player {

class StreamFeed {
public:
    struct Parts {
        session::Clock& clock;
        StartStreamWorker start;
        /// What to listen to; called on the feed's thread.
        std::function<Result<media::StreamDescription>()> describe;
        std::string name;  ///< for the log
        spdlog::logger& log;
        /// Told why nothing can be shown, or that something can, whenever that changes; from the
        /// feed's thread.
        std::function<void(std::optional<std::string> const&)> tell;
    };
    explicit StreamFeed(Parts parts);
    /// Ends the child; blocks for as long as the kernel takes for that.
    ~StreamFeed();

    // ---- any thread; none of these waits ----
    struct Look {
        media::FramePtr picture;           ///< the newest; null: see `trouble`, or it is waited for
        std::chrono::milliseconds age{0};  ///< since it came
        std::chrono::microseconds interval{0};  ///< how long one is on
        std::optional<std::string> trouble;     ///< why there is nothing to show
    };
    /// For a showing that is on since `onAirSince` (of the monotonic clock), or not yet.
    [[nodiscard]] Look look(std::optional<std::int64_t> onAirSince) const;

private:
    void run(std::stop_token const& stop);
    void listen(StreamWorker& worker, std::stop_token const& stop);
    void keep(media::FramePtr picture, std::chrono::microseconds interval);
    void gaveUp(std::string const& why);
    void tell();

    Parts parts_;
    std::optional<std::string> told_;  // of the feed's thread

    mutable std::mutex mutex_;  // guards what follows
    mutable StreamHealth health_;
    media::FramePtr picture_;
    std::int64_t pictureMs_ = 0;
    std::chrono::microseconds interval_{0};

    std::jthread thread_;
};

}  // namespace tocsin::player
