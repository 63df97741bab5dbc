// SPDX-License-Identifier: Apache-2.0
// A pool of frames of one size. Published frames come back by themselves, from any thread, also
// after the pool is gone.
#pragma once

#include <functional>
#include <mutex>

#include "tocsin/media/frame.hpp"

namespace tocsin::media::detail {

class FramePool {
public:
    /// Run once on each new frame, e.g. to fill the part that never changes.
    using Prepare = std::function<void(Frame&)>;

    FramePool(int width, int height, Prepare prepare = {});

    /// Holds whatever its last user left.
    [[nodiscard]] std::unique_ptr<Frame> take();
    [[nodiscard]] FramePtr publish(std::unique_ptr<Frame> frame);

private:
    static constexpr std::size_t kKept = 8;  // four queued, one shown, one at each of a few sinks
    struct Shelf {
        std::mutex mutex;
        std::vector<std::unique_ptr<Frame>> frames;
    };

    int width_, height_;
    Prepare prepare_;
    std::shared_ptr<Shelf> shelf_;
};

}  // namespace tocsin::media::detail
