// SPDX-License-Identifier: Apache-2.0
// A live stream, listened to and decoded. Foreign bytes from a foreign network: for
// tocsin-stream-worker inside its cage, and for tests.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "tocsin/media/frame.hpp"
#include "tocsin/media/pace_clock.hpp"
#include "tocsin/media/stream.hpp"
#include "tocsin/vocabulary/result.hpp"

namespace tocsin::media {

/// One open stream; its pictures only, no sound. One thread uses it; a second one of its own reads
/// the network, so that what is late is held back and not lost. Destroying it takes as long as the
/// network needs to let go, at most kPatience.
class LiveStream {
public:
    /// The network is given up after so long without an answer or a byte.
    static constexpr std::chrono::seconds kPatience{5};

    virtual ~LiveStream() = default;
    /// Blocks until the next picture is due: the order and the distances of the stream, held back
    /// by its latency. What comes too late is left out. Errc::unavailable: the source ended or fell
    /// silent; Errc::damaged: what it sends cannot be decoded.
    virtual Result<FramePtr> next() = 0;
    /// How long a picture is on as far as the stream says; 0: not known.
    [[nodiscard]] virtual std::chrono::microseconds interval() const = 0;
};

struct LiveOptions {
    Canvas canvas;
    /// Called again and again while the stream is waited for or decoded, but for the reading
    /// thread; never from two threads at once.
    std::function<void()> alive;
    PaceClock& clock;  ///< of the distances between pictures; outlives the stream
};

/// Errors carry one short clause without the address: Errc::unavailable (nobody there, nothing
/// comes), Errc::invalid (no picture in it that we play, or FFmpeg lacks the protocol). Waits for
/// the network are in real time whatever the clock.
[[nodiscard]] Result<std::unique_ptr<LiveStream>> openLiveStream(
    StreamDescription const& description, LiveOptions options);

}  // namespace tocsin::media
